"""List the terms and names that technical talk uses, to guess from: `pipeline/language/data/general.txt.gz`.

python training/terms/general.py DIALOGUE_FOLDER      (about five minutes on one core)

Words and pairs of words that several episodes use, and that technical talk uses much more than English
at large, written as they mostly are within a sentence. Single terms and names, counted here; no list is
copied.
"""

import argparse
import gzip
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from corpus import episodes

from pipeline.language.counts import VERY_COMMON, count, pair_count

OUT = Path("pipeline/language/data/general.txt.gz")
WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-'’.][A-Za-z0-9]+)*(?:\+\+|#)?|[.?!:,;()\"“”]")
ENGLISH_WORDS = 1.0e12  # tokens behind symspellpy's counts
SINGLES, PAIRS = 14_000, 6_000
# No guess for a person to read, whatever sounds like it.
VULGAR = re.compile(
    r"\b(?:asshole|badass|douchebag|stfu|sucky|wtf|freaking?|friggin|crap(?:load|pier)?"
    r"|(?:bat|bull)?shit\w*)\b",
    re.IGNORECASE,
)
# Of a pair that is no name, each word is said so many times more often than in English.
PAIR_MORE = 2.0
# A word in so many episodes, said so many times more often than in English, is worth guessing.
EPISODES, PAIR_EPISODES, MORE = 4, 6, 6.0


def runs(text: str) -> Iterator[list[str]]:
    """The words of each phrase: between marks, and without the word that opens a sentence."""
    run: list[str] = []
    opens = True
    for found in WORD.findall(text):
        if not found[0].isalpha():
            yield run
            run, opens = [], found in ".?!:"
        elif opens:
            opens = False
        else:
            run.append(found.replace("’", "'"))
    yield run


def counted(folder: Path) -> tuple[Counter, Counter, dict[str, Counter], int]:
    """Of words and pairs (lower case): in how many episodes; how each is written; words in all."""
    inside: Counter = Counter()
    often: Counter = Counter()
    written: dict[str, Counter] = {}
    words = 0
    for _, turns in episodes(folder, held_out=False):
        here: set[str] = set()
        for run in (run for turn in turns for run in runs(turn)):
            words += len(run)
            for size in (1, 2):
                for at in range(len(run) - size + 1):
                    text = " ".join(run[at : at + size])
                    if "'" in text or (size == 2 and worthless(run[at : at + 2])):
                        continue
                    name = text.lower()
                    here.add(name)
                    often[name] += 1
                    written.setdefault(name, Counter())[text] += 1
        inside.update(here)
        if len(written) > 3_000_000:  # what came once by now is noise
            for name in [name for name, ways in written.items() if ways.total() == 1]:
                del written[name], often[name], inside[name]
    return inside, often, written, words


def worthless(pair: list[str]) -> bool:
    """Whether one of the two is a word that everybody uses all day, and no part of a name."""
    return any(word.islower() and count(word) > 4 * VERY_COMMON for word in pair) or any(
        len(word) < 2 for word in pair
    )


def told(inside: Counter, often: Counter, written: dict[str, Counter], words: int) -> list[str]:
    """The singles and pairs worth guessing, in the spelling most of them have."""
    singles: dict[str, float] = {}
    pairs: dict[str, float] = {}
    for name, episodes_with in inside.items():
        parts = name.split()
        spelled = written[name].most_common(1)[0][0]
        if len(parts) == 1:
            expected = (count(name) + 2e4) / ENGLISH_WORDS * words
            more = often[name] / expected
            special = not spelled.islower() or not count(name)
            if (
                episodes_with >= EPISODES
                and len(name) > 2
                and not (spelled.islower() and "-" in name)  # "three-day": made up as one speaks
                and count(name) < VERY_COMMON
                and more > (1.5 if special else MORE)
            ):
                singles[spelled] = episodes_with * math.log(more)
        elif episodes_with >= PAIR_EPISODES:
            by_chance = often[parts[0]] * often[parts[1]] / words
            together = math.log(often[name] / max(by_chance, 1e-3))
            known = math.log1p(pair_count(*parts)) / 30
            term = not spelled.islower() or all(
                often[part] * ENGLISH_WORDS > PAIR_MORE * (count(part) + 2e4) * words
                and not part.endswith("ly")
                for part in parts
            )
            if term and together > 3.5:
                pairs[spelled] = episodes_with * (together - known)
    best = [
        sorted(worth, key=lambda text: (-worth[text], text))[:most]
        for worth, most in ((singles, SINGLES), (pairs, PAIRS))
    ]
    kept = (text for text in {*best[0], *best[1]} if not VULGAR.search(text))
    return sorted(kept, key=lambda text: (text.casefold(), text))


def main(folder: Path) -> None:
    names = told(*counted(folder))
    OUT.write_bytes(gzip.compress("\n".join(names).encode(), 9, mtime=0))
    print(f"{OUT}: {len(names):,} terms and names, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    main(parser.parse_args().folder)
