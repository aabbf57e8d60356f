"""How well the language model tells how often people say a phrase, on transcripts it has not seen.

    python -m benchmarks.often clean.txt

Takes phrases of one to four words at random from the first half of a clean text, and counts them in
the second: by size and estimate, the mean estimate and the mean count, both in a million words.
"""

import argparse
import random
from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import mean

from pipeline.language.lm import per_million, spoken

EDGES = (0.3, 1, 3, 10, 30, 100, 1000)
TRIES = 4000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("text", type=Path, help="clean human transcripts as plain text")
    words = spoken(parser.parse_args().text.read_text(encoding="utf-8"))
    half = len(words) // 2
    print(f"{half:,} words to take phrases from, {len(words) - half:,} to count them in")
    for size in (1, 2, 3, 4):
        counted = Counter(tuple(words[at : at + size]) for at in range(half, len(words) - size + 1))
        places = random.Random(size).sample(range(half - size), TRIES)
        phrases = sorted({tuple(words[at : at + size]) for at in places})
        rows = [
            (per_million(" ".join(phrase)), 1e6 * counted[phrase] / (len(words) - half))
            for phrase in phrases
        ]
        for low, high in pairwise(EDGES):
            if band := [row for row in rows if low <= row[0] < high]:
                told, found = (mean(column) for column in zip(*band, strict=True))
                print(f"{size} words, {low:>5}-{high:<5} {len(band):5} phrases: "
                      f"told {told:7.2f}, found {found:7.2f}, ratio {found / told:.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
