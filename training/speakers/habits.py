"""Words by which people in one conversation differ: `python habits.py DATA... --out HABITS.tsv`.

Everybody has his own "like", "actually", "you know". For a turn and two people who spoke elsewhere
in the episode, each word gives how much more often the right one says it (log-ratio times count);
a logistic regression learns how far each word is to be believed.
"""

import argparse
import random
from collections import Counter, defaultdict
from math import log
from pathlib import Path

import numpy as np
from episodes import Episode, episodes

COMMON = 600
SMOOTH = 60.0
AT_LEAST = 12  # words in a turn
MOST_TURNS = 40  # of one episode


def rows_of(
    episode: Episode, number: dict[str, int], rng: random.Random
) -> list[tuple[dict[int, float], int]]:
    own: dict[str, Counter[int]] = defaultdict(Counter)
    bags: list[tuple[str, Counter[int]]] = []
    for turn in episode.turns:
        words = Counter(
            number[word] for said in turn.sentences for word in said.words if word in number
        )
        own[turn.speaker] += words
        bags.append((turn.speaker, words))
    total: Counter[int] = sum(own.values(), Counter())
    everything = total.total()
    people = [name for name in own if own[name].total() > 400]
    if len(people) < 2 or not everything:
        return []
    long = [bag for bag in bags if bag[1].total() >= AT_LEAST and bag[0] in people]
    rows = []
    for name, bag in rng.sample(long, min(MOST_TURNS, len(long))):
        other = rng.choice([one for one in people if one != name])
        rest = own[name] - bag
        contrast = {}
        for word, count in bag.items():
            share = total[word] / everything
            mine = (rest[word] + SMOOTH * share) / (rest.total() + SMOOTH)
            theirs = (own[other][word] + SMOOTH * share) / (own[other].total() + SMOOTH)
            contrast[word] = min(count, 3) * log(mine / theirs)
        rows.append((contrast, 1))
    return rows


def learn(rows: list[tuple[dict[int, float], int]], size: int) -> np.ndarray:
    """A weight for each word, not below 0, by Adagrad over the contrasts and their mirror images."""
    w, g = np.full(size, 0.2), np.full(size, 1.0)
    rng = random.Random(0)
    for epoch in range(4):
        rng.shuffle(rows)
        loss = 0.0
        for contrast, _ in rows:
            at = np.fromiter(contrast, np.int64)
            x = np.fromiter(contrast.values(), float)
            p = 1 / (1 + np.exp(-(w[at] @ x)))
            loss -= np.log(max(p, 1e-9))
            step = -(1 - p) * x + 2e-4 * (w[at] - 0.2)
            g[at] += step * step
            w[at] = np.maximum(0.0, w[at] - 0.05 * step / np.sqrt(g[at]))
        print(f"  epoch {epoch} loss {loss / len(rows):.4f}", flush=True)
    return w


def right(rows: list[tuple[dict[int, float], int]], w: np.ndarray) -> float:
    hits = [sum(w[word] * value for word, value in contrast.items()) > 0 for contrast, _ in rows]
    return sum(hits) / len(hits)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    rng = random.Random(0)
    every = list(episodes(args.data))
    counts: Counter[str] = Counter()
    for episode in every:
        counts.update(
            word for turn in episode.turns for said in turn.sentences for word in said.words
        )
    words = [word for word, _ in counts.most_common(COMMON)]
    number = {word: n for n, word in enumerate(words)}
    train = [row for e in every if not e.held_out for row in rows_of(e, number, rng)]
    dev = [row for e in every if e.held_out for row in rows_of(e, number, rng)]
    w = learn(train, len(words))
    top = np.zeros(len(words))
    top[:150] = 0.3
    print(f"turn given to the right one of two: {right(dev, w):.3f} of {len(dev)}; "
          f"all words alike {right(dev, np.ones(len(words))):.3f}, the commonest 150 {right(dev, top):.3f}")  # fmt: skip
    lines = [f"{word}\t{value:.3f}" for word, value in zip(words, w, strict=True) if value > 0.02]
    args.out.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")
    print(sorted(zip(w, words, strict=True))[-60:])


if __name__ == "__main__":
    main()
