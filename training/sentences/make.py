"""Makes the training set: pieces, features and labels of many stretches of talk, as numpy arrays.

    python make.py DATA OUT [--tokenizer tokenizer.json] [--pieces 12000000] [--seed 1]

DATA holds `dialogue/`, `pairs_train/` and `confusions/`. OUT gets `pieces.npy` (uint16),
`features.npy` (uint32, 18 bits) and `labels.npy` (int8: mark, case, turn, part; -1 says nothing),
each of N rows of 128. Needs `training/speakers` on the path, too.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import texts
from episodes import held_out, parts_of, shares
from simulate import as_heard, confusions, placed, unmarked
from texts import Pair, Said

from pipeline.language import encoder
from pipeline.language.heard import Heard, bits
from pipeline.language.words import CAPITAL, UPPER, core, shape

LENGTH = 128
LABELS = 4
LONGEST = 8  # pieces of a word
# [CLS] and [SEP] in the encoder's vocabulary and in the shipped one.
ENDS, OUR_ENDS = (101, 102), (2, 3)
STRETCH = 600  # words that share one kind of noise

# How many times a source's text is read. Verbatim, professional transcripts count more.
SHARES = {
    "practicalai": 1.0,
    "changelog": 0.12,
    "earnings22": 1.0,
    "rev16": 2.0,
    "haskell_interlude": 1.0,
    "bitcointranscripts": 0.3,
}
ROOM = 2.0  # talk with an audience that asks
RAWS = {
    "google": 0.7,
    "amazon": 0.7,
    "microsoft": 0.7,
    "speechmatics": 0.7,
    "rev_kaldi": 1.0,
    "rev_espnet": 1.0,
    "descript": 1.0,
    "otter": 2.0,
    "tstbtc": 1.0,
}


def asking(parts: dict[str, str]) -> dict[str, str]:
    """The parts, where a chair without an audience only asks."""
    if "audience" in parts.values():
        return parts
    return {name: "asks" if part == "chair" else part for name, part in parts.items()}


def stretches(data: Path, chance: Random) -> Iterator[tuple[str, object, dict[str, str]]]:
    """What there is to learn from, in any order: recordings with how they are to be read, and the parts of those who
    speak."""
    for path in sorted((data / "dialogue").glob("*.jsonl.gz")):
        name = path.name.split(".")[0]
        records = list(texts.read(path))
        share = shares(records)
        for record in records:
            if held_out(record["id"]):
                continue
            turns = [(turn["speaker"], turn["text"]) for turn in record["turns"]]
            parts = asking(parts_of(record["source"], turns, share))
            kind = "practicalai" if record["id"].startswith("practicalai") else name
            # One unnamed speaker may be several, or live notes: not for us.
            if name == "bitcointranscripts" and len({speaker for speaker, _ in turns}) < 2:
                continue
            times = ROOM if "audience" in parts.values() else SHARES[kind]
            for _ in range(int(times) + (chance.random() < times % 1)):
                yield "said", turns, parts
    for path in sorted((data / "pairs_train").glob("*.jsonl.gz")):
        records = list(texts.read(path))
        share = shares(records)
        for record in records:
            reference = texts.turns_of(record["ref_turns"])
            parts = asking(parts_of(path.name, reference, share))
            yield "said", reference, parts
            for name, raw in record["raws"].items():
                times = RAWS.get(name, 0.0)
                for _ in range(int(times) + (chance.random() < times % 1)):
                    yield "heard", (texts.turns_of(raw), reference), parts


def listened(
    kind: str, what: object, parts: dict[str, str], chance: Random, table: dict, share: float
) -> Iterator[tuple[list[Heard], list[Pair]]]:
    """A recording in stretches, each heard in its own way."""
    if kind == "heard":
        pairs = texts.paired(*what, parts)  # type: ignore[misc]
        for low in range(0, len(pairs), STRETCH):
            some = pairs[low : low + STRETCH]
            if chance.random() > share:
                unmarked(some, chance)
            yield placed(some, chance), some
        return
    said: list[Said] = list(texts.words(what, parts))  # type: ignore[arg-type]
    for low in range(0, len(said), STRETCH):
        some = texts.plain(said[low : low + STRETCH], chance.random() < 0.5, chance.random() < 0.3)
        if some:
            pairs = as_heard(some, chance, table, share)
            yield placed(pairs, chance), pairs


def case(pair: Pair, begins: bool) -> int:
    """0 small, 1 Capital, 2 UPPER; -1 where the text does not tell."""
    if not pair.said:
        return -1
    form = shape(pair.said)
    if form == CAPITAL:
        sure = pair.said == "I" or pair.said.startswith("I'")
        return -1 if begins and not sure else 1
    return {0: 0, UPPER: 2}.get(form, -1)


class Rows:
    """Words in, rows of LENGTH pieces out."""

    def __init__(self, cut: Callable[[str], Sequence[int]], ends: tuple[int, int]) -> None:
        self.cut, self.ends = cut, ends
        self.known: dict[str, Sequence[int]] = {}
        self.pieces: list[np.ndarray] = []
        self.features: list[np.ndarray] = []
        self.labels: list[np.ndarray] = []

    def ids(self, word: str) -> Sequence[int]:
        if word not in self.known:
            self.known[word] = self.cut(word)[:LONGEST]
        return self.known[word]

    def add(self, heard: list[Heard], pairs: list[Pair]) -> None:
        pieces, features, labels = [], [], []
        begins = False
        for item, pair in zip(heard, pairs, strict=True):
            ids = self.ids(core(item.text).lower())
            code = bits(item)
            pieces.append(ids)
            features.append([code] * len(ids))
            label = (pair.mark, case(pair, begins), pair.turn, pair.part)
            labels.append([label, *[(-1,) * LABELS] * (len(ids) - 1)])
            begins = pair.mark >= texts.STOP
        low = 0
        while low < len(pieces):
            high, size = low, 0
            while high < len(pieces) and size + len(pieces[high]) <= LENGTH - 2:
                size += len(pieces[high])
                high += 1
            if size > LENGTH // 2:
                self.row(pieces[low:high], features[low:high], labels[low:high])
            low = high

    def row(self, pieces: list, features: list, labels: list) -> None:
        p, f = np.zeros(LENGTH, np.uint16), np.zeros(LENGTH, np.uint32)
        lab = np.full((LENGTH, LABELS), -1, np.int8)
        flat = [i for ids in pieces for i in ids]
        end = len(flat) + 1
        p[0], p[1:end], p[end] = self.ends[0], flat, self.ends[1]
        f[1:end] = [i for codes in features for i in codes]
        lab[1:end] = [i for several in labels for i in several]
        self.pieces.append(p)
        self.features.append(f)
        self.labels.append(lab)


def published(path: Path) -> Callable[[str], Sequence[int]]:
    """How the published encoder cuts a word; `[UNK]` for one without pieces."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return lambda word: tokenizer.encode(word, add_special_tokens=False).ids or [100]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--tokenizer",
        type=Path,
        help="tokenizer.json of the encoder; without it, the shipped pieces",
    )
    parser.add_argument("--pieces", type=int, default=12_000_000)
    parser.add_argument(
        "--punctuated", type=float, default=0.28, help="share with the recogniser's own marks"
    )
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chance = Random(args.seed)
    rows = Rows(published(args.tokenizer), ENDS) if args.tokenizer else Rows(encoder.cut, OUR_ENDS)
    table = confusions(args.data / "confusions" / "asr_vs_human.tsv.gz")
    todo = list(stretches(args.data, chance))
    chance.shuffle(todo)
    for read, (kind, what, parts) in enumerate(todo, 1):  # noqa: B007 (told below)
        for heard, pairs in listened(kind, what, parts, chance, table, args.punctuated):
            rows.add(heard, pairs)
        if len(rows.pieces) * LENGTH >= args.pieces:
            break
    order = np.random.default_rng(args.seed).permutation(len(rows.pieces))
    args.out.mkdir(parents=True, exist_ok=True)
    for name in ("pieces", "features", "labels"):
        np.save(args.out / f"{name}.npy", np.stack(getattr(rows, name))[order])
    print(f"{len(order)} rows, {read} of {len(todo)} recordings")


if __name__ == "__main__":
    main()
