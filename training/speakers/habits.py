"""How people in one conversation differ by words: `python habits.py DATA... --out HABITS.tsv`.

Everybody has his own "like", "you know", "kind of". For a turn and two people who spoke elsewhere
in the episode, each word and pair gives how much more often the right one says it (log-ratio times
count); a logistic regression learns how far each is to be believed.
"""

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from math import log
from pathlib import Path

import numpy as np
from episodes import Episode, Turn, episodes

from pipeline.language.dialogue_habits import is_pair, ways

COMMON = 600  # words, and as many pairs
SMOOTH = 60.0
AT_LEAST = 12  # words in a turn
MOST_TURNS = 40  # of one episode
LEAST_WEIGHT = 0.02
# Most of the texts are edited: fillers are seldom in them.
BY_HAND = {"um": 0.35, "uh": 0.35}
# Names, subjects and transcribers' notes tell of one show, not of people.
NO_HABITS = frozenset(
    "adam jerod unintelligible inaudible crosstalk laughter laughs laughing bitcoin node nodes api "
    "google design kubernetes episode podcast show transaction transactions browser languages "
    "language block blocks release ecosystem hardware public model models web community data code "
    "world future software open source github javascript company companies project projects team "
    "network lightning network chain blockchain app apps developers developer version security "
    "server service product users user page site website ai react python rust "
    "thanks welcome question questions".split()
)


def said_in(turn: Turn) -> Counter[str]:
    """The words and pairs of a turn, those that tell of no person left out."""
    counts = Counter(way for said in turn.sentences for way in ways(said.words))
    return Counter({way: n for way, n in counts.items() if NO_HABITS.isdisjoint(way.split())})


def total(counts: Counter[str], pairs: bool) -> int:
    """How many words, or pairs, were counted."""
    return sum(count for way, count in counts.items() if is_pair(way) == pairs)


def vocabulary(every: Iterable[Counter[str]]) -> list[str]:
    """The commonest words and the commonest pairs."""
    counts: Counter[str] = sum(every, Counter())
    words = Counter({way: n for way, n in counts.items() if not is_pair(way)})
    pairs = Counter({way: n for way, n in counts.items() if is_pair(way)})
    return [way for kind in (words, pairs) for way, _ in kind.most_common(COMMON)]


def rows_of(
    episode: Episode, number: dict[str, int], rng: random.Random
) -> list[tuple[np.ndarray, np.ndarray]]:
    """For some turns, the habits in each and how far they speak for its speaker against another."""
    own: dict[str, Counter[str]] = defaultdict(Counter)
    bags: list[tuple[str, Counter[str]]] = []
    for turn in episode.turns:
        counts = said_in(turn)
        known = Counter({way: n for way, n in counts.items() if way in number})
        own[turn.speaker].update(known)
        bags.append((turn.speaker, known))
    sizes = {name: (total(own[name], False), total(own[name], True)) for name in own}
    every: Counter[str] = sum(own.values(), Counter())
    whole = (total(every, False), total(every, True))
    people = [name for name in own if sizes[name][0] > 400]
    if len(people) < 2 or not all(whole):
        return []
    long = [bag for bag in bags if total(bag[1], False) >= AT_LEAST and bag[0] in people]
    rows = []
    for name, bag in rng.sample(long, min(MOST_TURNS, len(long))):
        other = rng.choice([one for one in people if one != name])
        said = (total(bag, False), total(bag, True))
        contrast = {}
        for way, count in bag.items():
            kind = is_pair(way)
            share = every[way] / whole[kind]
            rest = sizes[name][kind] - said[kind]
            mine = (own[name][way] - count + SMOOTH * share) / (rest + SMOOTH)
            theirs = (own[other][way] + SMOOTH * share) / (sizes[other][kind] + SMOOTH)
            contrast[number[way]] = min(count, 3) * log(mine / theirs)
        rows.append((np.fromiter(contrast, np.int64), np.fromiter(contrast.values(), float)))
    return rows


def learn(rows: list[tuple[np.ndarray, np.ndarray]], size: int) -> np.ndarray:
    """A weight for each habit, not below 0, by Adagrad over the contrasts and their mirror images."""
    w, g = np.full(size, 0.2), np.full(size, 1.0)
    rng = random.Random(0)
    for epoch in range(4):
        rng.shuffle(rows)
        loss = 0.0
        for at, x in rows:
            p = 1 / (1 + np.exp(-(w[at] @ x)))
            loss -= np.log(max(p, 1e-9))
            step = -(1 - p) * x + 2e-4 * (w[at] - 0.2)
            g[at] += step * step
            w[at] = np.maximum(0.0, w[at] - 0.05 * step / np.sqrt(g[at]))
        print(f"  epoch {epoch} loss {loss / len(rows):.4f}", flush=True)
    return w


def right(rows: list[tuple[np.ndarray, np.ndarray]], w: np.ndarray) -> float:
    """The share of turns given to their speaker rather than to the other one."""
    return sum(bool(w[at] @ x > 0) for at, x in rows) / len(rows)


def main() -> None:
    """Learn the weights and write those that say something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    rng = random.Random(0)
    every = list(episodes(args.data))
    counts: Counter[str] = Counter()
    for episode in every:
        for turn in episode.turns:
            counts.update(said_in(turn))
    habits = vocabulary([counts])
    number = {way: n for n, way in enumerate(habits)}
    train = [row for e in every if not e.held_out for row in rows_of(e, number, rng)]
    dev = [row for e in every if e.held_out for row in rows_of(e, number, rng)]
    w = learn(train, len(habits))
    words = np.array([not is_pair(way) for way in habits])
    print(f"turn given to the right one of two: {right(dev, w):.3f} of {len(dev)}; "
          f"words alone {right(dev, w * words):.3f}, all alike {right(dev, np.ones(len(w))):.3f}")  # fmt: skip
    told = {way: value for way, value in zip(habits, w, strict=True) if value > LEAST_WEIGHT}
    lines = [f"{way}\t{value:.3f}" for way, value in (told | BY_HAND).items()]
    args.out.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")
    print(sorted(((value, way) for way, value in told.items()), reverse=True)[:80])


if __name__ == "__main__":
    main()
