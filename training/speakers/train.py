"""Train the speaker models: `python training/speakers/train.py DATA... --out WEIGHTS.npz`.

Logistic regressions over hashed n-grams, by Adagrad in one thread; the features are those of
`pipeline.language.dialogue`. Prints how each does on the held-out episodes.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
from episodes import Episode, episodes
from numba import njit

from pipeline.language.dialogue import (
    BITS,
    Said,
    change_features,
    gap_features,
    slot,
)

SIZE = 1 << BITS
# A sentence splitter errs: this share of the sentence ends is hidden, and of commas' clauses split.
MERGED = 0.12
SPLIT = 0.08
# Question marks are put by a machine, too: seen, missed, or not known for the whole episode.
MISSED = 0.25
FALSE = 0.02
UNMARKED = 0.25


class Samples:
    """Feature places in one long array, with a label and a weight for each sample."""

    def __init__(self) -> None:
        self.slots: list[np.ndarray] = []
        self.labels: list[int] = []
        self.weights: list[float] = []
        self.tags: list[str] = []

    def add(self, features: Iterable[str], label: int, weight: float, tag: str) -> None:
        self.slots.append(np.fromiter(map(slot, features), dtype=np.int32))
        self.labels.append(label)
        self.weights.append(weight)
        self.tags.append(tag)

    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        lengths = np.array([len(slots) for slots in self.slots], dtype=np.int64)
        starts = np.concatenate([[0], np.cumsum(lengths)])
        flat = np.concatenate(self.slots)
        return flat, starts, np.array(self.labels, np.float32), np.array(self.weights, np.float32)


@njit(cache=True)
def descend(flat, starts, labels, weights, order, w, g, rate, decay):
    loss = 0.0
    for i in order:
        low, high = starts[i], starts[i + 1]
        z = 0.0
        for k in range(low, high):
            z += w[flat[k]]
        p = 1.0 / (1.0 + np.exp(-z))
        error = (p - labels[i]) * weights[i]
        loss -= weights[i] * np.log(max(p if labels[i] > 0.5 else 1 - p, 1e-9))
        for k in range(low, high):
            at = flat[k]
            step = error + decay * w[at]
            g[at] += step * step
            w[at] -= rate * step / np.sqrt(g[at] + 1e-6)
    return loss / len(order)


@njit(cache=True)
def scores(flat, starts, w):
    out = np.zeros(len(starts) - 1)
    for i in range(len(out)):
        for k in range(starts[i], starts[i + 1]):
            out[i] += w[flat[k]]
    return out


def fit(samples: Samples, epochs: int, rate: float, decay: float) -> np.ndarray:
    flat, starts, labels, weights = samples.arrays()
    w, g = np.zeros(SIZE), np.full(SIZE, 1.0)
    order = np.arange(len(labels))
    rng = np.random.default_rng(0)
    for epoch in range(epochs):
        rng.shuffle(order)
        loss = descend(flat, starts, labels, weights, order, w, g, rate, decay)
        print(f"  epoch {epoch} loss {loss:.4f}", flush=True)
    return w


def noisy(episode: Episode, rng: random.Random) -> list[tuple[Said, int]]:
    """The episode's sentences as a machine might give them, each with the number of its turn."""
    unmarked = rng.random() < UNMARKED
    out: list[tuple[Said, int]] = []
    for n, turn in enumerate(episode.turns):
        first = True
        for said in turn.sentences:
            asks = not unmarked and ((said.asks and rng.random() > MISSED) or rng.random() < FALSE)
            if not first and rng.random() < MERGED:
                before, _ = out[-1]
                out[-1] = (Said(before.words + said.words, asks), n)
            elif len(said.words) > 8 and rng.random() < SPLIT:
                at = rng.randrange(3, len(said.words) - 3)
                out += [(Said(said.words[:at]), n), (Said(said.words[at:], asks), n)]
            else:
                out.append((Said(said.words, asks), n))
            first = False
    return out


def change_samples(given: Iterable[Episode], rng: random.Random) -> Samples:
    samples = Samples()
    for episode in given:
        said = noisy(episode, rng)
        for n in range(1, len(said)):
            before = [one for one, _ in said[max(0, n - 2) : n]]
            after = [one for one, _ in said[n : n + 2]]
            label = int(said[n - 1][1] != said[n][1])
            samples.add(change_features(before, after), label, 1.0, episode.source)
    return samples


def gap_samples(given: Iterable[Episode], rng: random.Random, share: float) -> Samples:
    """Every change, and a share of the gaps without one, weighted up."""
    samples = Samples()
    for episode in given:
        words = [word for turn in episode.turns for said in turn.sentences for word in said.words]
        changes, at = set(), 0
        for turn in episode.turns[:-1]:
            at += sum(len(said.words) for said in turn.sentences)
            changes.add(at)
        for at in range(1, len(words)):
            if at in changes or rng.random() < share:
                features = gap_features(words[max(0, at - 16) : at], words[at : at + 16])
                label = int(at in changes)
                samples.add(features, label, 1.0 if label else 1 / share, episode.source)
    return samples


def report(name: str, samples: Samples, w: np.ndarray) -> None:
    flat, starts, labels, weights = samples.arrays()
    z = scores(flat, starts, w)
    tags = np.array(samples.tags)
    for tag in ("all", *sorted(set(samples.tags))):
        mask = np.ones(len(tags), bool) if tag == "all" else tags == tag
        truth, s, v = labels[mask] > 0.5, z[mask], weights[mask]
        best = max(_f1(truth, s > t, v) for t in np.arange(-2.5, 1.5, 0.25))
        print(
            f"  {name:8} {tag:20} n {mask.sum():8} base {np.average(truth, weights=v):.3f} "
            f"f1@0 {_f1(truth, s > 0, v):.3f} best {best:.3f} auc {_auc(truth, s):.3f}"
        )


def _f1(truth: np.ndarray, p: np.ndarray, v: np.ndarray) -> float:
    hit = (v * (truth & p)).sum()
    return float(2 * hit / max((v * truth).sum() + (v * p).sum(), 1e-9))


def _auc(truth: np.ndarray, s: np.ndarray) -> float:
    ranks = np.argsort(np.argsort(s)) + 1
    pos = truth.sum()
    return float((ranks[truth].sum() - pos * (pos + 1) / 2) / max(pos * (len(truth) - pos), 1))


def stored(models: dict[str, np.ndarray]) -> Iterator[tuple[str, np.ndarray]]:
    """Weights as whole numbers of 8 bits, and their unit."""
    for name, w in models.items():
        scale = np.abs(w).max() / 127
        yield name, np.round(w / scale).astype(np.int8)
        yield f"{name}.scale", np.float32(scale)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=10**9, help="episodes per file")
    parser.add_argument("--epochs", type=int, default=3)
    args = parser.parse_args()
    rng = random.Random(0)
    started = time.time()
    every = [e for file in args.data for e in list(episodes([file]))[: args.most]]
    train = [e for e in every if not e.held_out]
    dev = [e for e in every if e.held_out]
    print(f"{len(train)} + {len(dev)} episodes, {time.time() - started:.0f} s", flush=True)
    makers: dict[str, Callable[[list[Episode]], Samples]] = {
        "change": lambda given: change_samples(given, rng),
        "gap": lambda given: gap_samples(given, rng, 0.06),
    }
    models = {}
    for name, make in makers.items():
        samples = make(train)
        print(f"{name}: {len(samples.labels)} samples, {time.time() - started:.0f} s", flush=True)
        models[name] = fit(samples, args.epochs, 0.1, 1e-6)
        del samples
        report(name, make(dev), models[name])
    args.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(args.out, **dict(stored(models)))
    print(f"{args.out}: {args.out.stat().st_size} bytes, {time.time() - started:.0f} s")


if __name__ == "__main__":
    main()
