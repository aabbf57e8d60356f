"""Makes the doubter's training set: rows of pieces, and for each word whether it was misheard.

    python training/terms/doubt_make.py DATA WAYS.json TOKENIZER.json OUT [--pieces N] [--real]

DATA holds `dialogue/`, `pairs_train/` and `confusions/`; WAYS.json is what `ways.py` wrote. OUT gets
`pieces.npy` (uint16) and `labels.npy` (int8: 1 misheard, 0 as it was said, -1 nobody can tell), N rows
of 128. Three kinds of error: what recognisers did beside what people wrote; terms and phrases misheard
by sound, the likelier ways in their place more often; and terms written where they were not said.
With --real only the first kind, and more of it.
"""

import argparse
import gzip
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein
from tokenizers import Tokenizer

sys.path.insert(0, str(Path(__file__).parent))
from corpus import episodes, packed
from mishear import confusions

from pipeline.language.english import FILLERS
from pipeline.language.lm import language_model, spoken
from pipeline.language.phones import say
from pipeline.language.words import core

LENGTH, FIRST, LAST, UNKNOWN = 128, 101, 102, 100
STRETCH = 500  # words that share one rate of errors
# Share of each recogniser's recordings: seven heard the same calls.
SHARES = {
    "amazon": 0.35, "microsoft": 0.35, "speechmatics": 0.35, "rev_espnet": 0.5,
    "google": 0.6, "rev_kaldi": 0.6, "kaldi_librispeech": 0.4,
}  # fmt: skip
MORE_REAL = 1.7  # how much more of it there is with --real
ON_THE_SUBJECT, ON_OTHERS = 2.0, 0.22  # how often an episode is read
WIDEST = 7  # words of a stretch that reads otherwise, beyond which it is no mishearing
FARTHEST = 0.6  # share of the phones that differ
BLURRED = 0.35  # share of words nobody can tell of, beyond which the texts do not belong together
NOTHING = FILLERS | {"ah", "oh", "yeah", "okay", "ok"}
COMMON = frozenset(language_model().words[2:150])
PLAIN = 3000  # rank of a word that is said all the time
NOISE = re.compile(r"\[[^\]]*\]|\*\*|[_`]")


def words_of(text: str) -> list[str]:
    """The words of a text as a recogniser without marks and capitals writes them."""
    text = NOISE.sub(" ", text.replace("\u2019", "'")).replace("-", " ").lower()
    return [word for part in text.split() if (word := core(part))]


def compared(heard: Sequence[str], said: Sequence[str]) -> list[int]:
    """The label of each word heard, from what a person wrote."""
    plain = [[re.sub(r"\W", "", word) for word in words] for words in (heard, said)]
    labels = [0] * len(heard)
    held: tuple[int, int, int, int] | None = None
    for code in [*Levenshtein.opcodes(*plain), None]:
        if code is not None and code.tag != "equal":
            low, at = (held[0], held[2]) if held else (code.src_start, code.dest_start)
            held = (low, code.src_end, at, code.dest_end)
        elif held:
            a, b, c, d = held
            labels[a:b] = [1 if is_misheard(heard[a:b], said[c:d]) else -1] * (b - a)
            held = None
    return labels


def is_misheard(heard: Sequence[str], said: Sequence[str]) -> bool:
    """Whether a word that matters was taken for others that sound like it."""
    if not (0 < len(heard) <= WIDEST and 0 < len(said) <= WIDEST):
        return False
    one, other = "".join(heard), "".join(said)
    if any(map(str.isdigit, one + other)) or not set(said) - COMMON - NOTHING:
        return False
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    if one == other or (
        shared >= min(len(one), len(other)) - 2 and abs(len(one) - len(other)) <= 3
    ):
        return False  # spelling, or a form of the same word
    phones = ["".join(map(say, spoken(" ".join(part)))) for part in (heard, said)]
    return all(phones) and Levenshtein.normalized_distance(*phones) <= FARTHEST


@dataclass(frozen=True)
class Errors:
    """What may be put into a talk: by its words, ways to mishear them; terms that sound like them."""

    ways: dict[str, list[str]]
    capital: frozenset[str]  # keys of names and other terms with a capital
    alike: dict[str, list[str]]
    seen: dict[str, list[tuple[str, int]]]

    @classmethod
    def of(cls, table: dict[str, list[str]], seen: dict[str, list[tuple[str, int]]]) -> "Errors":
        keys = {name: " ".join(spoken(name)) for name in table}
        alike = defaultdict(list)
        for name, ways in table.items():
            for way in ways:
                alike[way].append(name)
        capital = frozenset(keys[name] for name in table if not name[0].islower())
        return cls(
            {keys[name]: ways for name, ways in table.items() if ways}, capital, dict(alike), seen
        )


def with_errors(
    said: Sequence[str], errors: Errors, chance: random.Random
) -> tuple[list[str], list[int]]:
    """A stretch of talk as it might be heard, and the label of each word."""
    rate = chance.choice((0.0, 0.01, 0.03, 0.06, 0.1))
    everyday, written = rate * chance.uniform(0, 0.7), chance.choice((0.0, 0.3, 0.6))
    ids = language_model().ids
    keys = [" ".join(spoken(word)) for word in said]
    out: list[str] = []
    labels: list[int] = []
    at = 0
    while at < len(said):
        for size in (3, 2, 1):
            if at + size > len(said):
                continue
            here = " ".join(keys[at : at + size])
            plain = size == 1 and ids.get(here, PLAIN) < PLAIN
            new, label = None, 1
            odds = min(0.9, rate * 7) if here in errors.capital or size > 1 else rate * 2
            if here in errors.ways and chance.random() < odds * (0.25 if plain else 1):
                new = likely(out, errors.ways[here], keys[at + size : at + size + 1], chance)
            elif here in errors.seen and chance.random() < everyday * (0.4 if size == 1 else 2):
                ways = errors.seen[here]
                new = chance.choices([way for way, _ in ways], [n for _, n in ways])[0]
                same = new.replace(" ", "") == here.replace(" ", "")
                label = -1 if same or set(here.split()) <= COMMON else 1
            elif written and here in errors.alike:
                often = 0.08 if plain else 0.5 if size == 1 else 1.0
                if chance.random() < written * often:
                    new = chance.choice(errors.alike[here])
            if new and " ".join(spoken(new)) != here:
                out += words_of(new)
                labels += [label] * (len(out) - len(labels))
                at += size
                break
        else:
            out.append(said[at])
            labels.append(0)
            at += 1
    return out, labels


def likely(
    before: Sequence[str], ways: Sequence[str], after: Sequence[str], chance: random.Random
) -> str:
    """One of the ways, those that read better in their place more often."""
    model, context = language_model(), list(before[-2:])
    worth = []
    for way in ways:
        surprise = model.surprise(model.encode([*context, *spoken(way), *after]))[len(context) :]
        worth.append(-float(surprise.sum()) / len(surprise) ** 0.5 / 2)
    odds = np.exp(np.array(worth) - max(worth))
    return chance.choices(ways, odds)[0]


def stretches(
    data: Path, errors: Errors, chance: random.Random, *, real: bool
) -> Iterator[tuple[list[str], list[int]]]:
    """Talk in stretches with labels, in any order."""
    more = MORE_REAL if real else 1.0
    todo: list[tuple[str, str | None]] = []
    for file in packed(data / "pairs_train"):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for entry in map(json.loads, lines):
                said = " ".join(turn["text"] for turn in entry["ref_turns"])
                for name, raw in entry["raws"].items():
                    if chance.random() < SHARES.get(name, 1.0) * more:
                        text = raw if isinstance(raw, str) else " ".join(t["text"] for t in raw)
                        todo.append((text, said))
    for name, turns in () if real else episodes(data / "dialogue", held_out=False):
        share = ON_THE_SUBJECT if "practical" in name else ON_OTHERS
        todo += [(" ".join(turns), None)] * (int(share) + (chance.random() < share % 1))
    chance.shuffle(todo)
    for text, reference in todo:
        words = words_of(text)
        labels = compared(words, words_of(reference)) if reference else []
        for low in range(0, len(words), STRETCH):
            part = words[low : low + STRETCH]
            if not reference:
                yield with_errors(part, errors, chance)
            elif labels[low : low + STRETCH].count(-1) <= BLURRED * len(part):
                yield part, labels[low : low + STRETCH]


def rows_of(
    words: Sequence[str], labels: Sequence[int], pieces: dict[str, list[int]], tokenizer: Tokenizer
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Rows of LENGTH pieces; the label lies on a word's first piece."""
    row, known, at = np.zeros(LENGTH, np.uint16), np.full(LENGTH, -1, np.int8), 1
    row[0] = FIRST
    for word, label in zip(words, labels, strict=True):
        if word not in pieces:
            ids = tokenizer.encode(word, add_special_tokens=False).ids[:8]
            pieces[word] = ids or [UNKNOWN]
        if at + len(pieces[word]) >= LENGTH:
            row[at] = LAST
            yield row, known
            row, known, at = np.zeros(LENGTH, np.uint16), np.full(LENGTH, -1, np.int8), 1
            row[0] = FIRST
        row[at : at + len(pieces[word])] = pieces[word]
        known[at] = label
        at += len(pieces[word])
    if at > LENGTH // 2:
        row[at] = LAST
        yield row, known


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("data", "ways", "tokenizer", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--pieces", type=int, default=9_000_000)
    parser.add_argument("--real", action="store_true")
    args = parser.parse_args()
    chance = random.Random(7 if args.real else 1)
    tokenizer = Tokenizer.from_file(str(args.tokenizer))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    ways = json.loads(args.ways.read_text(encoding="utf-8"))
    errors = Errors.of(ways, confusions(args.data / "confusions" / "asr_vs_human.tsv.gz"))
    known: dict[str, list[int]] = {}
    rows: list[tuple[np.ndarray, np.ndarray]] = []
    for words, labels in stretches(args.data, errors, chance, real=args.real):
        rows += rows_of(words, labels, known, tokenizer)
        if len(rows) * LENGTH >= args.pieces:
            break
    order = np.random.default_rng(1).permutation(len(rows))
    args.out.mkdir(parents=True, exist_ok=True)
    for name, column in zip(("pieces", "labels"), zip(*rows, strict=True), strict=True):
        np.save(args.out / f"{name}.npy", np.stack(column)[order])
    print(f"{len(rows):,} rows")


if __name__ == "__main__":
    main()
