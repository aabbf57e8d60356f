"""Trains the doubter on the arrays that `doubt_make.py` wrote, from the punctuator's weights.

    python doubt_train.py ARRAYS... OUT --start CHECKPOINT.pt [--first ROW] [--minutes 70] [--threads 1]

The punctuator, to start from, already reads talk without marks and capitals, a word at a time, so it is
nearer to the task than the sentence encoder it came from. Started from a doubter, it learns on. Of
several ARRAYS the batches come in turn.
"""

import argparse
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import numpy as np
import torch
from loop import Batch, train
from network import Reader
from torch import Tensor
from torch.nn import functional

BATCH = 8
HELD = 400  # rows that are not trained on
RARE = -3.0  # log odds to begin with: one word in twenty is misheard


def loss_of(net: Reader, batch: Batch) -> tuple[Tensor, list[float]]:
    """Cross entropy of the words of which it is known."""
    pieces, labels = batch
    score, known = net(pieces)[..., 0].float(), labels >= 0
    loss = functional.binary_cross_entropy_with_logits(score[known], labels[known].float())
    return loss, [float(loss.detach())]


def rows(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    return tuple(np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("pieces", "labels"))


def batches(folders: list[Path], first: int) -> Iterator[Batch]:
    """BATCH rows at a time, of each folder in turn, in their order, over and over, from `first` on; not
    the first HELD."""
    parts = [rows(folder) for folder in folders]
    for n in count():
        pieces, labels = parts[n % len(parts)]
        at = first - HELD + n // len(parts) * BATCH
        row = HELD + at % ((len(pieces) - HELD) // BATCH * BATCH)
        part = slice(row, row + BATCH)
        yield torch.from_numpy(pieces[part].astype(np.int64)), torch.from_numpy(labels[part].copy())


@torch.no_grad()
def average_precision(net: Reader, folder: Path) -> float:
    """How well the words of the rows held back are ranked."""
    pieces, labels = rows(folder)
    scores = [
        net(torch.from_numpy(pieces[low : low + 16].astype(np.int64)))[..., 0].numpy().ravel()
        for low in range(0, HELD, 16)
    ]
    label = labels[:HELD].ravel()
    order = np.argsort(-np.concatenate(scores)[label >= 0])
    right = label[label >= 0][order]
    return float((np.cumsum(right) / np.arange(1, len(right) + 1) * right).sum() / right.sum())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("arrays", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--first", type=int, default=HELD, help="the row to begin with")
    parser.add_argument("--minutes", type=float, default=70)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--peak", type=float, default=2e-4, help="the highest learning rate")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    net = Reader(1)
    learned = torch.load(args.start)
    if len(learned["head.weight"]) == 1:
        net.load_state_dict(learned)
    else:
        kept = {name: value for name, value in learned.items() if not name.startswith("head")}
        net.load_state_dict({**net.state_dict(), **kept})
        torch.nn.init.normal_(net.head.weight, std=0.02)
        torch.nn.init.constant_(net.head.bias, RARE)
    net.features.requires_grad_(False)  # what a recogniser writes besides words is no evidence here
    mean = train(net, batches(args.arrays, args.first), loss_of, args.out, args.minutes, args.peak)
    print(
        f"average precision on {HELD} rows held back: {average_precision(mean, args.arrays[0]):.3f}"
    )


if __name__ == "__main__":
    main()
