"""A table of ways to mishear terms, words and phrases, as JSON: {name: [what is heard, ...]}.

    python training/terms/ways.py DIALOGUE_FOLDER TERMS_FOLDER OUT.json

The names: the terms of public lists, and words, pairs and threes drawn from technical talk.
"""

import json
import random
import sys
import zlib
from collections import Counter
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from corpus import episodes
from examples import pool
from mishear import mishearings

from pipeline.language.lm import language_model, spoken

TRIES = 8
EVERYDAY = 250  # words so frequent that a phrase does not begin or end with them
ONE_EPISODE_IN = 12  # of those that are not about machine learning
SINGLES, PHRASES = 6000, 7000
AT_ONCE = 400


def phrases(dialogue: Path, chance: random.Random) -> list[str]:
    """Words, pairs and threes of technical talk."""
    everyday = set(language_model().words[2:EVERYDAY])
    singles, longer = Counter[str](), Counter[str]()
    for name, turns in episodes(dialogue, held_out=False):
        if "practical" not in name and zlib.crc32(name.encode()) % ONE_EPISODE_IN:
            continue
        for words in map(spoken, turns):
            singles.update(word for word in words if len(word) > 3 and word not in everyday)
            longer.update(f"{a} {b}" for a, b in pairwise(words) if not {a, b} & everyday)
            for a, b, c in zip(words, words[1:], words[2:], strict=False):
                if b in everyday and not {a, c} & everyday and chance.random() < 0.2:
                    longer[f"{a} {b} {c}"] += 1
    one = [word for word, times in singles.items() if times >= 5]
    more = [phrase for phrase, times in longer.items() if times >= 2]
    return [
        *chance.sample(one, min(SINGLES, len(one))),
        *chance.sample(more, min(PHRASES, len(more))),
    ]


def main(dialogue: Path, lists: Path, out: Path) -> None:
    chance = random.Random(5)
    names = list(dict.fromkeys([*pool(lists), *phrases(dialogue, chance)]))
    table: dict[str, list[str]] = {}
    for low in range(0, len(names), AT_ONCE):
        for name, ways in mishearings(names[low : low + AT_ONCE], TRIES, chance).items():
            other = sorted({way for way in ways if way != " ".join(spoken(name))})
            if other:
                table[name] = other
        print(low, len(names), flush=True)
    out.write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
