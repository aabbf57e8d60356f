"""Trains the judge on the candidates that `judge_make.py` wrote, from the shipped doubter's layers.

python judge_train.py EXAMPLES.jsonl.gz... OUT [--minutes 70] [--threads 1] [--peak 2e-4]
"""

import argparse
import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from loop import Batch, train
from network import Reader
from shipped import shipped
from torch import Tensor
from torch.nn import functional

from pipeline.language.judge import PIECES, TERM, row

MODELS = Path("pipeline/language/models")
BATCH = 16
HELD = 4000  # candidates that are not trained on
RARE = -1.0  # log odds to begin with: a quarter of the candidates is right
# Candidates of which the trees are sure teach little: of these some are enough.
HOPELESS, CERTAIN, SOME_OF_THEM = 0.02, 0.85, 0.35
FIRST, LAST = 2, 3
# Pieces behind the place: with always as many the judge would know its rows by their shape.
ANYWHERE = (5, 36)


def arrays(paths: list[Path], seed: int = 1) -> tuple[np.ndarray, ...]:
    """Pieces, flags, where the term begins, labels and the trees' log odds of whole rows; episodes kept
    together, those held back first."""
    kept = []
    chance = random.Random(seed)
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                one = json.loads(line)
                easy = one["trees"] > CERTAIN if one["label"] else one["trees"] < HOPELESS
                if easy and chance.random() > SOME_OF_THEM:
                    continue
                pieces, flags = row(
                    one["left"].split(),
                    one["heard"].split(),
                    one["term"],
                    one["right"].split(),
                    behind=chance.randint(*ANYWHERE),
                )
                # Rows of one length: nothing is padded, and nothing has to be left out of sight.
                if len(pieces) == PIECES and flags[:, TERM].any():
                    kept.append((one["name"], pieces, flags, one["label"], one["trees"]))
    names = sorted({name for name, *_ in kept})
    held = set(np.random.default_rng(seed).permutation(names)[: max(1, len(names) // 40)].tolist())
    order = np.random.default_rng(seed + 1).permutation(len(kept)).tolist()
    order.sort(key=lambda n: kept[n][0] not in held)
    pieces = np.full((len(kept), PIECES + 2), LAST, np.int32)
    pieces[:, 0] = FIRST
    pieces[:, 1:-1] = [kept[n][1] for n in order]
    flags = np.zeros((len(kept), PIECES + 2, 2), np.bool_)
    flags[:, 1:-1] = [kept[n][2] for n in order]
    label = np.array([kept[n][3] for n in order], np.int8)
    trees = np.array([kept[n][4] for n in order], np.float32).clip(1e-4, 1 - 1e-4)
    back = sum(kept[n][0] in held for n in order)
    return pieces, flags, label, np.log(trees / (1 - trees)), np.array(back)


def scores_of(net: Reader, pieces: Tensor, flags: Tensor) -> Tensor:
    """The score at the first piece of each row's term."""
    at = flags[..., TERM].argmax(1)
    found = net(pieces, flags)[..., 0].float()
    return found.gather(1, at[:, None])[:, 0]


def loss_of(net: Reader, batch: Batch) -> tuple[Tensor, list[float]]:
    """Cross entropy."""
    pieces, flags, label = batch
    score = scores_of(net, pieces, flags.to(net.head.weight.dtype))
    loss = functional.binary_cross_entropy_with_logits(score, label)
    return loss, [float(loss.detach())]


def batches(
    pieces: np.ndarray, flags: np.ndarray, label: np.ndarray, first: int
) -> Iterator[Batch]:
    """BATCH rows at a time from `first` on, over and over."""
    while True:
        for low in range(first, len(label) - BATCH, BATCH):
            part = slice(low, low + BATCH)
            yield (
                torch.from_numpy(pieces[part].astype(np.int64)),
                torch.from_numpy(flags[part]),
                torch.from_numpy(label[part].astype(np.float32)),
            )


@torch.no_grad()
def answers(net: Reader, pieces: np.ndarray, flags: np.ndarray) -> np.ndarray:
    """The scores of rows, in full precision."""
    parts = [
        scores_of(
            net,
            torch.from_numpy(pieces[low : low + 64].astype(np.int64)),
            torch.from_numpy(flags[low : low + 64]).float(),
        ).numpy()
        for low in range(0, len(pieces), 64)
    ]
    return np.concatenate(parts)


def average_precision(score: np.ndarray, label: np.ndarray) -> float:
    right = label[np.argsort(-score)]
    return float((np.cumsum(right) / np.arange(1, len(right) + 1) * right).sum() / right.sum())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("examples", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    parser.add_argument("--start", type=Path, help="a checkpoint to go on from")
    parser.add_argument("--minutes", type=float, default=70)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--peak", type=float, default=2e-4, help="the highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    pieces, flags, label, trees, back = arrays(args.examples, args.seed)
    held = int(back)
    print(f"{len(label):,} candidates, {label.mean():.3f} right, {held:,} held back", flush=True)
    net = shipped(MODELS, "doubt.onnx.gz", 1, 2)
    if args.start:
        net.load_state_dict(torch.load(args.start))
    else:
        torch.nn.init.normal_(net.head.weight, std=0.02)
        torch.nn.init.constant_(net.head.bias, RARE)
    mean = train(
        net, batches(pieces, flags, label, held), loss_of, args.out, args.minutes, args.peak,
        (net.features.weight, net.head.weight, net.head.bias),
    )  # fmt: skip
    score = answers(mean, pieces[:held], flags[:held])
    for name, values in (("trees", trees[:held]), ("judge", score), ("sum", trees[:held] + score)):
        print(f"{name}: average precision {average_precision(values, label[:held]):.3f}")


if __name__ == "__main__":
    main()
