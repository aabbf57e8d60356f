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
from network import CASES, FEATURES, MARKS, TURNS, Reader, pretrained
from shipped import network
from torch import Tensor
from torch.nn import functional

BATCH = 8
# A missed question costs a reader more than a missed comma, and there are few of them.
WEIGHTS = torch.tensor([1.0, 1.0, 1.2, 1.6])


def loss_of(net: Reader, batch: Batch) -> tuple[Tensor, list[float]]:
    """The losses of mark, case and turn, weighed."""
    pieces, features, labels = batch
    parts = net(pieces, features).float().split((MARKS, CASES, TURNS), -1)
    each = []
    for part, column in zip(parts, labels.unbind(-1), strict=True):
        weight = WEIGHTS if part.shape[-1] == MARKS else None
        flat = part.reshape(-1, part.shape[-1]), column.reshape(-1).long()
        each.append(functional.cross_entropy(*flat, weight, ignore_index=-1))
    return each[0] + 0.5 * each[1] + 0.5 * each[2], [float(loss.detach()) for loss in each]


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
        net, fresh = network(args.on), []
    else:
        net = pretrained(args.encoder, MARKS + CASES + TURNS)
        fresh = [net.features.weight, net.head.weight, net.head.bias]
    if args.start:
        net.load_state_dict(torch.load(args.start))
    train(net, batches(args.arrays), loss_of, args.out, args.minutes, args.peak, fresh)


if __name__ == "__main__":
    main()
