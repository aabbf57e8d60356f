"""Trains the punctuator on the arrays that `make.py` wrote.

python train.py ARRAYS OUT --encoder FOLDER [--minutes 75] [--threads 1] [--start CHECKPOINT]
python train.py ARRAYS OUT --on sentences.onnx.gz [--minutes 80] [--peak 1.5e-4]
"""

import argparse
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import numpy as np
import torch
from loop import Batch, train
from network import CASES, FEATURES, MARKS, PARTS, TURNS, Reader, pretrained
from shipped import network
from torch import Tensor
from torch.nn import functional

BATCH = 8
# A missed question costs a reader more than a missed comma, and there are few of them.
WEIGHTS = torch.tensor([1.0, 1.0, 1.2, 1.6])
SCORES = (MARKS, CASES, TURNS, PARTS)
LOSSES = (1.0, 0.5, 1.0, 0.5)


def loss_of(net: Reader, batch: Batch) -> tuple[Tensor, list[float]]:
    """The losses of mark, case, turn and part, weighed."""
    pieces, features, labels = batch
    marks, cases, turns, parts = net(pieces, features).float().split(SCORES, -1)
    mark, case, turn, part = labels.long().unbind(-1)
    each = [
        functional.cross_entropy(marks.flatten(0, 1), mark.flatten(), WEIGHTS, ignore_index=-1),
        functional.cross_entropy(cases.flatten(0, 1), case.flatten(), ignore_index=-1),
        functional.cross_entropy(turns.flatten(0, 1), turn.flatten(), ignore_index=-1),
        part_loss(parts, part),
    ]
    loss = sum(share * one for share, one in zip(LOSSES, each, strict=True))
    return loss, [float(one.detach()) for one in each]


def part_loss(scores: Tensor, part: Tensor) -> Tensor:
    """Who only asks is chair or audience, either will do."""
    shares = scores.log_softmax(-1)
    shares = torch.cat([shares, shares[..., 1:].logsumexp(-1, keepdim=True)], -1)
    known = part >= 0
    right = shares[known].gather(-1, part[known][:, None])
    return -right.sum() / max(1, len(right))


def multihot(codes: np.ndarray) -> Tensor:
    """Feature bits as ones and zeros."""
    wide = (codes[..., None] >> np.arange(FEATURES, dtype=np.uint32)) & 1
    return torch.from_numpy(wide.astype(np.float32)).bfloat16()


def batches(folder: Path) -> Iterator[Batch]:
    """BATCH rows at a time, in their order, over and over."""
    pieces, codes, labels = (
        np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("pieces", "features", "labels")
    )
    for n in count():
        row = n % (len(pieces) // BATCH) * BATCH
        part = slice(row, row + BATCH)
        yield (
            torch.from_numpy(pieces[part].astype(np.int64)),
            multihot(codes[part]),
            torch.from_numpy(np.array(labels[part])),
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("arrays", type=Path)
    parser.add_argument("out", type=Path)
    start = parser.add_mutually_exclusive_group(required=True)
    start.add_argument("--encoder", type=Path, help="the published encoder")
    start.add_argument("--on", type=Path, help="a stored punctuator, `encoder.onnx.gz` beside it")
    parser.add_argument("--minutes", type=float, default=75)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--peak", type=float, default=3e-4, help="the highest learning rate")
    parser.add_argument("--start", type=Path)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    if args.on:
        net, fresh = network(args.on, sum(SCORES)), []
    else:
        net = pretrained(args.encoder, sum(SCORES))
        fresh = [net.features.weight, net.head.weight, net.head.bias]
    if args.start:
        net.load_state_dict(torch.load(args.start))
    train(net, batches(args.arrays), loss_of, args.out, args.minutes, args.peak, fresh)


if __name__ == "__main__":
    main()
