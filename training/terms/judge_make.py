"""Makes the judge's training set: candidates in their context, and whether each was right.

    python training/terms/judge_make.py DATA OUT.jsonl.gz [--part N --of N] [--seed N] [--written FILE.jsonl.gz]

DATA holds `dialogue/`, `pairs_train/`, `terms/` and `confusions/`. Talk, or what is written about the field
(`written.py`; then nothing else is read), is misheard anew (`mishear.py`), or is real recogniser output beside
what a human wrote; the search and the trees say what may be misheard where, and the human's words whether it
was. A line a candidate: the words before it, those heard, the term, the words behind, the label, and what the
trees made of it.
"""

import argparse
import gzip
import json
import random
import re
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from corpus import episodes
from examples import Recording, dictionaries, labels, names_in, paired, plain, pool
from mishear import confusions, misheard, mishearings

from pipeline.language.scorer import scorer
from pipeline.matching.sound_context import groups
from pipeline.matching.sound_evidence import weigh
from pipeline.matching.sound_index import Talked, find

WORDS = 3000  # of a talk at a time
LEFT, RIGHT = 40, 24
LEAST = 0.003  # probability by the trees of a candidate worth a look
CLEAN = 0.25  # share of the stretches into which nothing is put
ON_OTHERS = 0.12  # share of the stretches of episodes that are not about machine learning
FIRST = 6000  # words of a real recording that are learned from; the rest is for the second opinion
EVERY_NEGATIVE = 0.02  # probability below which only some of the wrong ones are kept
FEW = 0.6
CODE = re.compile(r"[_=*<>{}\[\]()@#$/\\|]")
MOST_CODE = 2  # such signs around a place in what is written


def written(
    file: Path, data: Path, terms: list[str], part: int, of: int, seed: int
) -> Iterator[Recording]:
    """What is written about the field, misheard, in stretches."""
    common = confusions(data / "confusions" / "asr_vs_human.tsv.gz")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        texts = {
            one["id"]: " ".join(turn["text"] for turn in one["turns"])
            for one in map(json.loads, lines)
        }
    stretches = [
        (f"{name}:{low}", tuple(words[low : low + WORDS]))
        for name, text in texts.items()
        for words in [text.replace("-", " ").split()]
        for low in range(0, len(words) - WORDS // 2, WORDS)
    ]
    for name, said in stretches[part::of]:
        chance = random.Random(zlib.crc32(name.encode()) + seed)
        heard = garbled(said, terms, common, chance) if chance.random() > CLEAN else said
        yield Recording(name, plain(heard), said)


def garbled(
    said: tuple[str, ...],
    terms: list[str],
    common: dict[str, list[tuple[str, int]]],
    chance: random.Random,
) -> tuple[str, ...]:
    """As a recogniser might have heard it."""
    named = names_in(said, terms, chance)[: chance.choice((20, 40, 80))]
    ways = mishearings(named, 8, chance)
    return tuple(misheard(said, ways, common, chance.uniform(0, 0.14), chance))


def talks(data: Path, terms: list[str], part: int, of: int, seed: int) -> Iterator[Recording]:
    """Talk that the judge may learn from, in stretches."""
    common = confusions(data / "confusions" / "asr_vs_human.tsv.gz")
    for number, (name, turns) in enumerate(episodes(data / "dialogue", held_out=False)):
        if number % of != part:
            continue
        chance = random.Random(zlib.crc32(name.encode()) + seed)
        words = " ".join(turns).replace("-", " ").split()
        for low in range(0, len(words) - WORDS // 2, WORDS):
            if "practical" not in name and chance.random() > ON_OTHERS:
                continue
            said = heard = tuple(words[low : low + WORDS])
            if chance.random() > CLEAN:
                heard = garbled(said, terms, common, chance)
            yield Recording(name, plain(heard) if chance.random() < 0.7 else heard, said)
    recognisers = ("kaldi_librispeech", "google", "rev_kaldi", "amazon")
    for number, (name, recogniser, words, reference) in enumerate(
        paired(data / "pairs_train", recognisers, 2)
    ):
        if number % of != part:
            continue
        for low in range(0, min(len(words), FIRST) - WORDS // 2, WORDS):
            share = len(reference) / max(1, len(words))
            first, last = int(low * share) - 200, int((low + WORDS) * share) + 200
            said = tuple(reference[max(0, first) : last])
            heard = tuple(words[low : low + WORDS])
            yield Recording(f"{name}:{recogniser}", plain(heard), said)


def examples(recording: Recording, terms: list[str], chance: random.Random) -> Iterator[dict]:
    """The candidates of a stretch, by a dictionary of one of three kinds."""
    named = names_in(recording.said, terms, chance)
    which = chance.choices((0, 1, 2), (0.5, 0.3, 0.2))[0]
    kinds = dictionaries(named, terms, chance)
    index = next(kind for n, kind in enumerate(kinds) if n == which)
    talk = Talked(recording.heard, frozenset(range(0, len(recording.heard), 7)))
    found, features = weigh(talk, index, find(talk, index))
    if not len(found.start):
        return
    chances = scorer("terms_scorer")(features)
    label = labels(recording, talk, index, found)
    rows = [row for group in groups(found, chances, LEAST, LEAST) for row in group]
    for row in rows:
        if label[row] < 0 or (
            not label[row] and chances[row] < EVERY_NEGATIVE and chance.random() > FEW
        ):
            continue
        start, stop = int(found.start[row]), int(found.stop[row])
        yield {
            "left": " ".join(talk.texts[max(0, start - LEFT) : start]),
            "heard": " ".join(talk.texts[start:stop]),
            "term": index.spelled[found.which[row]].text,
            "right": " ".join(talk.texts[stop : stop + RIGHT]),
            "label": int(label[row]),
            "trees": round(float(chances[row]), 4),
            "distance": round(float(found.distance[row]), 3),
            "name": recording.name,
        }


def is_code(row: dict) -> bool:
    """Whether a place in documentation is no prose."""
    around = CODE.findall(row["left"] + " " + row["right"])
    return len(around) > MOST_CODE or bool(CODE.search(row["heard"] + row["term"]))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--of", type=int, default=1)
    parser.add_argument("--seed", type=int, default=29)
    parser.add_argument("--written", type=Path)
    args = parser.parse_args()
    terms = pool(args.data / "terms")
    counts = np.zeros(2, int)
    with gzip.open(args.out, "wt", encoding="utf-8", compresslevel=3) as out:
        if args.written:
            found = written(args.written, args.data, terms, args.part, args.of, args.seed)
        else:
            found = talks(args.data, terms, args.part, args.of, args.seed)
        for number, recording in enumerate(found):
            chance = random.Random(zlib.crc32(recording.name.encode()) + number)
            for row in examples(recording, terms, chance):
                if args.written and is_code(row):
                    continue
                out.write(json.dumps(row) + "\n")
                counts[row["label"]] += 1
            if number % 20 == 0:
                print(number, recording.name, counts.tolist(), flush=True)


if __name__ == "__main__":
    main()
