"""Learn what hearing one phone as another costs, so that the term that was said is nearer than others.

python training/terms/sounds.py CONFUSIONS.tsv.gz TERMS_FOLDER

Real pairs (what a recogniser wrote, what was said) of terms and rarer words; against each, the terms of
the lists that sound most like what was written. The costs begin as differences of articulation
(`articulation.py`) and move, both ways alike, to where the right one wins (softmax over
right and wrong, the edits of each best alignment as its gradient); they are drawn back to where they began.
Writes `pipeline/language/models/terms_sounds.npz`.
"""

import csv
import gzip
import random
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numba import njit

sys.path.insert(0, str(Path(__file__).parent))
from articulation import articulated
from examples import pool
from mishear import GPL

from pipeline.language.alphabet import EITHER, NUMBERS
from pipeline.language.counts import VERY_COMMON, count
from pipeline.language.english import FUNCTION
from pipeline.language.lm import spoken
from pipeline.language.phones import inflected, readings, say

OUT = Path("pipeline/language/models/terms_sounds.npz")
SHORT, LONG, STRETCH = 4, 30, 1.7  # phones; a window may be longer or shorter by the factor
POOL = 12_000  # terms that are drawn from
DRAWN, RIVALS = 3_000, 12  # pronunciations compared with a pair, and those that count
FARTHEST = 0.5  # what is farther apart was hardly misheard
SHARP, SIZE = 25.0, 0.5  # of the softmax; what a short term loses, as `sound_index` has it
ROUNDS, RATE, PULL, BATCH = 4, 0.01, 0.0003, 32
LEAST, MOST = 0.04, 1.2  # of a cost


class Pair(NamedTuple):
    """What was written, what was said (several ways), and how much the pair weighs."""

    heard: str
    ways: list[str]
    weight: float


def pairs(path: Path) -> list[Pair]:
    """Terms and rarer words that a recogniser wrote otherwise; no inflections, no function words."""
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if all(source.startswith(GPL) for source in row["sources"].split(",")):
                continue
            heard, said = row["heard"].lower().split(), row["said"].lower().split()
            if not 0 < len(said) <= 3 or len(heard) > 5 or FUNCTION.intersection(said):
                continue
            alike = len(said) == len(heard) == 1 and said[0][:5] == heard[0][:5]
            if alike or min(map(count, said)) > VERY_COMMON:
                continue
            if "".join(spoken(row["heard"])) == "".join(spoken(row["said"])):
                continue
            phones = "".join(map(say, heard))
            ways = [way for way in readings(row["said"]) if SHORT <= len(way) <= LONG]
            if ways and 3 <= len(phones) <= LONG and phones not in ways:
                found.append(Pair(phones, ways, min(int(row["count"]), 6) ** 0.5))
    return found


def others(folder: Path, chance: random.Random) -> list[str]:
    """Pronunciations of other terms."""
    terms = pool(folder)
    chance.shuffle(terms)
    said = {
        form.phones
        for term in terms[:POOL]
        for phones in readings(term)[:2]
        for form in inflected(term, phones)
    }
    return sorted(phones for phones in said if SHORT <= len(phones) <= LONG)


def rows(said: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Pronunciations as rows of numbers, and their lengths."""
    table = np.zeros((len(said), LONG + 1), dtype=np.int64)
    for row, phones in zip(table, said, strict=True):
        row[: len(phones)] = [NUMBERS[phone] for phone in phones]
    return table, np.array([len(phones) for phones in said])


@njit(cache=True)
def apart(a, b, table, edits, weight):
    """The distance of two pronunciations; the edits of the best alignment are added to `edits`."""
    tall, wide = len(a), len(b)
    cost = np.zeros((tall + 1, wide + 1))
    for i in range(1, tall + 1):
        cost[i, 0] = cost[i - 1, 0] + table[a[i - 1], 0]
    for j in range(1, wide + 1):
        cost[0, j] = cost[0, j - 1] + table[0, b[j - 1]]
    for i in range(1, tall + 1):
        for j in range(1, wide + 1):
            cost[i, j] = min(
                cost[i - 1, j - 1] + table[a[i - 1], b[j - 1]],
                cost[i - 1, j] + table[a[i - 1], 0],
                cost[i, j - 1] + table[0, b[j - 1]],
            )
    longer = max(tall, wide)
    i, j = tall, wide
    while weight and (i or j):
        if i and j and cost[i, j] == cost[i - 1, j - 1] + table[a[i - 1], b[j - 1]]:
            i, j = i - 1, j - 1
            edits[a[i], b[j]] += weight / longer
        elif i and cost[i, j] == cost[i - 1, j] + table[a[i - 1], 0]:
            i -= 1
            edits[a[i], 0] += weight / longer
        else:
            j -= 1
            edits[0, b[j]] += weight / longer
    return cost[tall, wide] / longer


@njit(cache=True)
def learn(heard, tall, ways, first, last, weight, rival, wide, table, start, rate, seed, order):
    """One round over the pairs; `table` changes in place. Gives the mean loss and the share in ten."""
    np.random.seed(seed)
    loss, total, within = 0.0, 0.0, 0.0
    slope = np.zeros_like(table)
    for done, row in enumerate(order):
        a = heard[row, : tall[row]]
        right, way = 9.0, -1
        for k in range(first[row], last[row]):
            d = apart(a, ways[k, : wide[0, k]], table, slope, 0.0)
            if d < right:
                right, way = d, k
        if right > FARTHEST:
            continue
        badness, who = np.full(RIVALS, 99.0), np.zeros(RIVALS, np.int64)
        for _ in range(DRAWN):
            k = np.random.randint(len(rival))
            size = wide[1, k]
            if size * STRETCH < tall[row] or tall[row] * STRETCH < size:
                continue
            d = apart(a, rival[k, :size], table, slope, 0.0) + SIZE / size
            worst = badness.argmax()
            if d < badness[worst]:
                badness[worst], who[worst] = d, k
        right += SIZE / wide[0, way]
        nearest = min(right, badness.min())
        shares = np.exp(-SHARP * (badness - nearest))
        mine = np.exp(-SHARP * (right - nearest))
        chance = mine / (mine + shares.sum())
        loss -= weight[row] * np.log(chance + 1e-12)
        total += weight[row]
        within += weight[row] * ((badness < right).sum() < 10)
        apart(a, ways[way, : wide[0, way]], table, slope, weight[row] * SHARP * (1 - chance))
        for n in range(RIVALS):
            share = shares[n] / (mine + shares.sum())
            if badness[n] < 90 and share > 0.003:
                k = who[n]
                apart(a, rival[k, : wide[1, k]], table, slope, -weight[row] * SHARP * share)
        if done % BATCH == BATCH - 1:
            for i in range(len(table)):
                for j in range(i):
                    step = rate * (slope[i, j] + slope[j, i]) / BATCH
                    cost = table[i, j] - step - PULL * (table[i, j] - start[i, j])
                    table[i, j] = table[j, i] = min(MOST, max(LEAST, cost))
            slope[:] = 0
    return loss / total, within / total


def settled(table: np.ndarray, start: np.ndarray) -> None:
    """A phone that is either of two costs what the nearer one does."""
    for phone, either in EITHER.items():
        number, numbers = NUMBERS[phone], [NUMBERS[way] for way in either]
        table[number] = table[numbers].min(axis=0)
        table[:, number] = table[:, numbers].min(axis=1)
        table[0, number] = table[number, 0] = min(start[0, number], table[0, numbers].min())
        table[number, number] = 0


def main(path: Path, lists: Path) -> None:
    chance = random.Random(1)
    real, wrong = pairs(path), others(lists, chance)
    chance.shuffle(real)
    print(f"{len(real):,} pairs, {len(wrong):,} other pronunciations")
    heard, tall = rows([pair.heard for pair in real])
    ways, sizes = rows([way for pair in real for way in pair.ways])
    rival, rival_sizes = rows(wrong)
    wide = np.zeros((2, max(len(sizes), len(rival_sizes))), dtype=np.int64)
    wide[0, : len(sizes)], wide[1, : len(rival_sizes)] = sizes, rival_sizes
    last = np.cumsum([len(pair.ways) for pair in real])
    first = last - [len(pair.ways) for pair in real]
    weight = np.array([pair.weight for pair in real])
    kept = len(real) // 10  # a tenth is only measured
    start = articulated().astype(np.float64)
    table = start.copy()
    given = heard, tall, ways, first, last, weight, rival, wide

    def test() -> str:
        loss, ten = learn(*given, table.copy(), table, 0.0, 5, np.arange(kept))
        return f"loss {loss:.3f}, right one among the first ten {ten:.3f}"

    print(f"before: {test()}", flush=True)
    for n in range(ROUNDS):
        order = np.random.default_rng(n).permutation(np.arange(kept, len(real)))
        learn(*given, table, start, RATE / (1 + n / 2), n, order)
        settled(table, start)
        print(f"round {n + 1}: {test()}", flush=True)
    np.savez_compressed(OUT, costs=np.rint(table * 1000).astype(np.uint16))
    print(f"{OUT}: {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
