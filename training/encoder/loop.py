"""Trains a network by the clock, on one core in 16 bits.

Time is what is short, so the learning rate goes by the clock: up in the first minutes, down to
nothing at the end. OUT gets `last.pt` every few minutes (averaged weights), and `log.tsv`.
"""

import copy
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import torch
from network import Reader
from torch import Tensor

WARM = 200  # steps
SAVE_EVERY, TELL_EVERY = 300, 60  # seconds
KEEP = 0.995  # share of the running mean of the weights that a step leaves

Batch = tuple[Tensor, ...]


def train(
    net: Reader,
    batches: Iterable[Batch],
    loss_of: Callable[[Reader, Batch], tuple[Tensor, list[float]]],
    out: Path,
    minutes: float,
    peak: float,
    fresh: Iterable[Tensor] = (),
) -> Reader:
    """The mean network after `minutes` of steps; `fresh` parameters learn four times as fast.

    `loss_of` gives what is minimised and the figures for the log.
    """
    out.mkdir(parents=True, exist_ok=True)
    net.freeze()
    swift = copy.deepcopy(net).bfloat16()  # what is computed with
    mean = copy.deepcopy(net)  # what is kept
    ours = [
        (p, q, m)
        for p, q, m in zip(net.parameters(), swift.parameters(), mean.parameters(), strict=True)
        if p.requires_grad
    ]
    new = {id(p) for p in fresh}
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p, _, _ in ours if id(p) not in new], "times": 1.0},
            {"params": [p for p, _, _ in ours if id(p) in new], "times": 4.0},
        ],
        lr=peak, weight_decay=0.01, betas=(0.9, 0.98),
    )  # fmt: skip
    began = saved = told = time.monotonic()
    figures: list[list[float]] = []
    with (out / "log.tsv").open("a", buffering=1) as log:
        for step, batch in enumerate(batches, 1):
            share = (time.monotonic() - began) / (60 * minutes)
            if share >= 1:
                break
            rate = peak * min(1.0, step / WARM) * (1 - share)
            for group in optimizer.param_groups:
                group["lr"] = rate * group["times"]
            loss, shown = loss_of(swift, batch)
            loss.backward()
            for full, low, _ in ours:
                full.grad = None if low.grad is None else low.grad.float()
                low.grad = None
            torch.nn.utils.clip_grad_norm_([full for full, _, _ in ours], 1.0)
            optimizer.step()
            with torch.no_grad():
                for full, low, kept in ours:
                    low.copy_(full)
                    kept.lerp_(full, 1 - min(KEEP, step / (step + 50)))
            figures.append(shown)
            now = time.monotonic()
            if now - told > TELL_EVERY:
                told = now
                means = "\t".join(f"{value:.4f}" for value in np.mean(figures, 0))
                log.write(f"{(now - began) / 60:.1f}\t{step}\t{rate:.2e}\t{means}\n")
                figures = []
            if now - saved > SAVE_EVERY:
                saved = now
                save(mean, out / "last.pt")
    save(mean, out / "last.pt")
    return mean


def save(net: Reader, path: Path) -> None:
    torch.save(net.state_dict(), path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)
