"""Trains the punctuator on the arrays that `make.py` wrote.

    python train.py ARRAYS OUT --encoder FOLDER [--minutes 75] [--threads 1] [--start CHECKPOINT]

Time is what is short, so the learning rate goes by the clock: up in the first minutes, down to
nothing at the end. OUT gets `last.pt` every few minutes (averaged weights), and `log.tsv`.
"""

import argparse
import copy
import time
from pathlib import Path

import numpy as np
import torch
from network import CASES, FEATURES, MARKS, TURNS, Punctuator, pretrained
from torch import Tensor
from torch.nn import functional

BATCH = 8
WARM = 200  # steps
# A missed question costs a reader more than a missed comma, and there are few of them.
WEIGHTS = torch.tensor([1.0, 1.0, 1.2, 1.6])


def loss_of(logits: Tensor, labels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The losses of mark, case and turn."""
    logits = logits.float()
    parts = logits.split((MARKS, CASES, TURNS), -1)
    out = []
    for part, column in zip(parts, labels.unbind(-1), strict=True):
        weight = WEIGHTS if part.shape[-1] == MARKS else None
        out.append(
            functional.cross_entropy(
                part.reshape(-1, part.shape[-1]), column.reshape(-1).long(), weight, ignore_index=-1
            )
        )
    return out[0], out[1], out[2]


def multihot(codes: np.ndarray) -> Tensor:
    """Feature bits as ones and zeros."""
    wide = (codes[..., None] >> np.arange(FEATURES, dtype=np.uint32)) & 1
    return torch.from_numpy(wide.astype(np.float32)).bfloat16()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("arrays", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=75)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--peak", type=float, default=3e-4, help="the highest learning rate")
    parser.add_argument("--start", type=Path)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    args.out.mkdir(parents=True, exist_ok=True)
    arrays = [
        np.load(args.arrays / f"{name}.npy", mmap_mode="r")
        for name in ("pieces", "features", "labels")
    ]

    net = pretrained(args.encoder)  # the weights in full precision
    if args.start:
        net.load_state_dict(torch.load(args.start))
    net.freeze()
    swift = copy.deepcopy(net).bfloat16()  # what is computed with
    mean = copy.deepcopy(net)  # what is kept: a running mean of the weights
    ours = [
        (p, q, m)
        for p, q, m in zip(net.parameters(), swift.parameters(), mean.parameters(), strict=True)
        if p.requires_grad
    ]
    fresh = {id(net.features.weight), id(net.head.weight), id(net.head.bias)}
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p, _, _ in ours if id(p) not in fresh], "times": 1.0},
            {"params": [p for p, _, _ in ours if id(p) in fresh], "times": 4.0},
        ],
        lr=args.peak,
        weight_decay=0.01,
        betas=(0.9, 0.98),
    )
    began = saved = told = time.monotonic()
    losses, step, row = [], 0, 0
    log = (args.out / "log.tsv").open("a", buffering=1)
    while (share := (time.monotonic() - began) / (60 * args.minutes)) < 1:
        rate = args.peak * min(1.0, (step + 1) / WARM) * (1 - share)
        for group in optimizer.param_groups:
            group["lr"] = rate * group["times"]
        if row + BATCH > len(arrays[0]):
            row = 0
        pieces, codes, labels = (array[row : row + BATCH] for array in arrays)
        row += BATCH
        logits = swift(torch.from_numpy(pieces.astype(np.int64)), multihot(codes))
        parts = loss_of(logits, torch.from_numpy(np.array(labels)))
        (parts[0] + 0.5 * parts[1] + 0.5 * parts[2]).backward()
        for full, low, _ in ours:
            full.grad = low.grad.float()
            low.grad = None
        torch.nn.utils.clip_grad_norm_([full for full, _, _ in ours], 1.0)
        optimizer.step()
        step += 1
        keep = min(0.995, step / (step + 50))
        with torch.no_grad():
            for full, low, kept in ours:
                low.copy_(full)
                kept.lerp_(full, 1 - keep)
        losses.append([float(part.detach()) for part in parts])
        now = time.monotonic()
        if now - told > 60:
            told = now
            shown = "\t".join(f"{value:.4f}" for value in np.mean(losses, 0))
            log.write(f"{(now - began) / 60:.1f}\t{step}\t{rate:.2e}\t{shown}\n")
            losses = []
        if now - saved > 300:
            saved = now
            save(mean, args.out / "last.pt")
    save(mean, args.out / "last.pt")


def save(net: Punctuator, path: Path) -> None:
    torch.save(net.state_dict(), path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


if __name__ == "__main__":
    main()
