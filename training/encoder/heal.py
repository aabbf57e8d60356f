"""Gives networks of four bits back what rounding took: what is not rounded learns to answer as before.

    python heal.py DATA pipeline/language/models --like FOLDER [--minutes 10] [--only judge.onnx.gz ...]

FOLDER holds the networks as they were before `compact.py`. Their scores are what is learned: the matrices stay
in four bits, and biases, norms, head and features follow ("norm tweaking", Li et al. 2023,
https://arxiv.org/abs/2309.02784). What is read is what they read when recordings of DATA/pairs_train are cleaned.
"""

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from compact import UPPER, Feed, Network, feeds, read
from network import Reader
from shipped import constants, network, outer
from stored import save
from torch import Tensor
from torch.nn import functional

from pipeline.language.judge import TERM

EACH, MOST = 10, 4000  # recordings of each file, windows of each network
HELD = 10  # one window in so many is kept back
BATCH = 16
PEAK = 1e-3  # learning rate, falling to nothing
Batch = tuple[Tensor, Tensor | None, Tensor]


def batches(
    windows: Sequence[Feed], right: Sequence[Tensor], chance: random.Random
) -> Iterator[Batch]:
    """Windows of one length together, over and over."""
    by_length = defaultdict[int, list[int]](list)
    for n, feed in enumerate(windows):
        by_length[feed["read"].shape[1]].append(n)
    while True:
        groups = []
        for same in by_length.values():
            chance.shuffle(same)
            groups += [same[low : low + BATCH] for low in range(0, len(same), BATCH)]
        chance.shuffle(groups)
        for group in groups:
            yield batch([windows[n] for n in group], [right[n] for n in group])


def batch(windows: Sequence[Feed], right: Sequence[Tensor]) -> Batch:
    """Windows of one length, as tensors."""
    texts = torch.from_numpy(np.concatenate([feed["read"] for feed in windows])).float()
    flags = None
    if "features" in windows[0]:
        flags = torch.from_numpy(np.concatenate([feed["features"] for feed in windows])).float()
    return texts, flags, torch.cat(list(right))


def scores(net: Reader, texts: Tensor, flags: Tensor | None) -> Tensor:
    """What is read of the scores, a row a piece; of the judge's those at the term."""
    found = net.upper(texts, flags)
    if flags is not None and flags.shape[-1] == TERM + 1:
        return found[flags[..., TERM] > 0]
    return found.reshape(-1, found.shape[-1])


@torch.no_grad()
def answers(net: Reader, windows: Sequence[Feed]) -> list[Tensor]:
    """The scores of each window."""
    return [scores(net, *batch([feed], [torch.zeros(1)])[:2]) for feed in windows]


def apart(one: Sequence[Tensor], other: Sequence[Tensor]) -> float:
    """How far scores are apart, as a share of their spread."""
    first, second = torch.cat(list(one)), torch.cat(list(other))
    return float(((first - second).pow(2).mean(0) / second.var(0)).mean().sqrt())


def healed(net: Reader, windows: Sequence[Feed], right: Sequence[Tensor], minutes: float) -> None:
    """Trains all of `net` but its matrices to give the scores `right`."""
    net.freeze()
    free = []
    for name, weights in net.named_parameters():
        matrix = weights.ndim == 2 and name.startswith("layers")
        weights.requires_grad_(weights.requires_grad and not matrix)
        free += [weights] if weights.requires_grad else []
    optimizer = torch.optim.Adam(free, lr=PEAK)
    spread = torch.cat(list(right)).std(0)
    began = time.monotonic()
    for texts, flags, want in batches(windows, right, random.Random(1)):
        share = (time.monotonic() - began) / (60 * minutes)
        if share >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = PEAK * (1 - share)
        loss = functional.mse_loss(scores(net, texts, flags) / spread, want / spread)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def put(net: Reader, path: Path) -> None:
    """Writes to the file what was trained."""
    stored = Network(path)
    state = {name: array.detach().numpy() for name, array in net.state_dict().items()}
    arrays = constants(path)
    for name, array in state.items():
        if name in arrays and array.dtype == np.float32 and array.ndim == 1:
            stored.put(name, array)
    for ours, theirs in outer(arrays).items():
        stored.put(theirs, state[ours].T)
    save(stored.model, path)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("models", type=Path)
    parser.add_argument("--like", type=Path, required=True, help="the networks before `compact.py`")
    parser.add_argument("--minutes", type=float, default=10, help="for each network")
    parser.add_argument("--only", nargs="+", default=UPPER, help="files to heal")
    args = parser.parse_args()
    lower = Network(args.models / "encoder.onnx.gz")
    seen = read(args.data / "pairs_train", EACH, MOST)
    for name in args.only:
        windows = feeds(lower, seen[name])
        before, after = network(args.like / name), network(args.models / name)
        right = answers(before, windows)
        held = [n for n in range(len(windows)) if n % HELD == 0]
        kept = [n for n in range(len(windows)) if n % HELD]
        back, want = [windows[n] for n in held], [right[n] for n in held]
        was = apart(answers(after, back), want)
        healed(after, [windows[n] for n in kept], [right[n] for n in kept], args.minutes)
        print(
            f"{name}: {len(windows)} windows, apart by {was:.3f}, then {apart(answers(after, back), want):.3f}",
            flush=True,
        )
        put(after, args.models / name)


if __name__ == "__main__":
    main()
