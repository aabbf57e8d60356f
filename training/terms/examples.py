"""Labelled candidates for the scorer: the search run on talk of which we know what was said.

A candidate is right if writing it brings the transcript nearer to what a human wrote, wrong if not.
"""

import gzip
import json
import random
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from corpus import packed
from rapidfuzz.distance import Levenshtein

from pipeline.config import shipped
from pipeline.dictionary import Dictionary, Term, load, merge
from pipeline.language.counts import VERY_COMMON, count
from pipeline.language.lm import spoken
from pipeline.language.scorer import scorer
from pipeline.matching.sound_evidence import weigh
from pipeline.matching.sound_index import Found, SoundIndex, Talked, find

KEEP = 0.05  # share of the plainly wrong candidates that are learned from
TEMPTING = 0.02  # probability from which a wrong one is worth learning from
FURTHEST = 14  # words between two anchors beyond which nobody can tell which word is which
LISTS = (
    ("google_ml_glossary.tsv", 0), ("ml_glossary.tsv", 0), ("dl_glossary_jrdi.tsv", 0),
    ("d2l_people.tsv", 0), ("podcast_people.tsv", 3), ("transcripts_mixed_case.tsv", 12),
    ("d2l_terms.tsv", 3), ("awesome_ml_tools.tsv", 0), ("github_topics.tsv", 0),
)  # fmt: skip


@dataclass(frozen=True)
class Recording:
    """A machine's words beside a human's."""

    name: str
    heard: tuple[str, ...]
    said: tuple[str, ...]


def pool(folder: Path) -> list[str]:
    """Terms of the lists in `folder` that are no everyday words."""
    names: dict[str, None] = {}
    for file, least in LISTS:
        for line in (folder / file).read_text(encoding="utf-8").splitlines()[1:]:
            name, *rest = line.split("\t")
            often = int(rest[1]) if len(rest) > 1 and rest[1].isdigit() else 99
            name = re.sub(r"\s*\(.*?\)", "", name).strip()
            if often >= least and 2 < len(name) < 40 and name.count(" ") < 3 and sensible(name):
                names[name] = None
    return list(names)


def sensible(name: str) -> bool:
    """Whether `name` could stand in a dictionary of terms: no everyday word."""
    words = spoken(name)
    capital = sum(map(str.isupper, name)) > 1 or any(map(str.isdigit, name))
    return bool(words) and (capital or len(words) > 1 or count(words[0]) < 12_000_000)


def names_in(said: Sequence[str], terms: Sequence[str], chance: random.Random) -> list[str]:
    """The terms that occur in `said`, and its capitalised names."""
    flat = spoken(" ".join(said))
    grams = {" ".join(flat[n : n + size]) for size in (1, 2, 3) for n in range(len(flat))}
    found = dict.fromkeys(name for name in terms if " ".join(spoken(name)) in grams)
    run: list[str] = []
    for before, text in pairwise(said):
        word = text.strip(".,?!;:\"'()[]").removesuffix("'s").removesuffix("\u2019s")
        ended = before.endswith((".", "?", "!", ":", "]", '"'))
        if (
            word[:1].isupper()
            and word.isalpha()
            and not ended
            and len(word) > 2
            and count(word.lower()) < VERY_COMMON
        ):
            run.append(word)
            found[word] = None
            if len(run) == 2:
                found[" ".join(run)] = None
        else:
            run = []
        if text[-1:] in ".,?!;:":
            run = []
    names = list(found)
    chance.shuffle(names)
    return names


def dictionaries(
    named: Sequence[str], pool: Sequence[str], chance: random.Random
) -> Iterator[SoundIndex]:
    """Dictionaries to hear a talk with: most of its own names among others of many fields; a few of its
    own among few or many; and the shipped ones, which know its field well or not at all."""
    yield SoundIndex.of(map(Term, dict.fromkeys([*named[:300], *chance.sample(pool, 1000)])))
    others = chance.sample(pool, round(300 * 10 ** chance.random()))
    yield SoundIndex.of(map(Term, dict.fromkeys([*named[: chance.randint(5, 60)], *others])))
    own = Dictionary(tuple(map(Term, named[: chance.randint(0, 40)])))
    yield SoundIndex.of(merge([*map(load, shipped()), own]).terms)


def labelled(
    recording: Recording, index: SoundIndex, *, edges: Sequence[int] = ()
) -> tuple[np.ndarray, np.ndarray, Found]:
    """Features, labels (1 right, 0 wrong, -1 nobody can tell) and places of the candidates."""
    talk = Talked(recording.heard, frozenset(edges))
    found, features = weigh(talk, index, find(talk, index))
    return features, labels(recording, talk, index, found), found


def plain(heard: Sequence[str]) -> tuple[str, ...]:
    """The words as a recogniser without marks and capitals writes them."""
    return tuple(text.lower().strip('.,?!;:"()') or "-" for text in heard)


def kept(features: np.ndarray, label: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Which candidates are learned from, and for how many each stands.

    All that are right, and all that the scorer of the last round falls for; of the rest, which are
    alike, a few.
    """
    tempting = scorer("terms_scorer")(features) >= TEMPTING
    drawn = np.random.default_rng(seed).random(len(label)) < KEEP
    keep = (label == 1) | ((label == 0) & (drawn | tempting))
    return keep, np.where((label[keep] == 1) | tempting[keep], 1.0, 1 / KEEP)


def save(out: Path, found: Iterable[tuple[int, np.ndarray, np.ndarray]]) -> None:
    """Write what is learned from of the candidates of talks: each talk's number, features and labels."""
    rows, marks, weights, groups = [], [], [], []
    for number, features, label in found:
        keep, weight = kept(features, label, number)
        rows.append(features[keep])
        marks.append(label[keep])
        weights.append(weight)
        groups += [number] * len(weight)
    np.savez_compressed(
        out,
        rows=np.concatenate(rows),
        label=np.concatenate(marks),
        weight=np.concatenate(weights),
        group=np.array(groups),
    )


def labels(recording: Recording, talk: Talked, index: SoundIndex, found: Found) -> np.ndarray:
    """What each candidate would do to the distance from the human's words."""
    heard = list(talk.flat)
    said = spoken(" ".join(recording.said))
    blocks = Levenshtein.opcodes(heard, said)
    left, right, shift = [], [], {}
    for block in blocks:
        if block.tag == "equal" and block.src_end - block.src_start >= 2:
            for n in range(block.src_start, block.src_end):
                shift[n] = block.dest_start + n - block.src_start
                left.append(n)
    right = left
    result = np.zeros(len(found.start), dtype=np.int8)
    nearer: dict[tuple[int, int], list[tuple[int, int, int, int]]] = {}
    equal = np.zeros(len(heard) + 1, dtype=np.int64)
    for n in left:
        equal[n + 1] = 1
    equal = np.cumsum(equal)
    for row, (start, stop, which) in enumerate(
        zip(found.start, found.stop, found.which, strict=True)
    ):
        first, last = int(talk.offsets[start]), int(talk.offsets[stop])
        if equal[last] - equal[first] == last - first:
            continue
        at, to = bisect_left(left, first) - 1, bisect_right(right, last - 1)
        if at < 0 or to >= len(right) or right[to] - left[at] > FURTHEST:
            result[row] = -1
            continue
        low, high = left[at], right[to]
        want = said[shift[low] : shift[high] + 1]
        words = list(index.spelled[which].words)
        before = Levenshtein.distance(heard[low : high + 1], want)
        after = Levenshtein.distance(heard[low:first] + words + heard[last : high + 1], want)
        if "".join(words) == "".join(heard[first:last]) and after >= before:
            result[row] = -1  # "auto encoder", "autoencoder": as the writer likes
            continue
        whole = f" {' '.join(words)} " in f" {' '.join(want)} "
        result[row] = 1 if after < before and whole else (0 if after >= before else -1)
        if after < before:
            nearer.setdefault((low, high), []).append((before - after, first, last, row))
    for rows in nearer.values():
        for gain, first, last, row in rows:
            # Half right, where another candidate over the same words is wholly right, is wrong.
            if any(g > gain and a < last and first < b for g, a, b, _ in rows):
                result[row] = 0
    return result


def recordings(folder: Path, most: int) -> Iterator[Recording]:
    """Every recording of `pairs_train`, cut to `most` words, by the recognisers that mishear most."""
    for name, recogniser, heard, said in paired(
        folder, ("kaldi_librispeech", "google", "rev_kaldi")
    ):
        said_too = tuple(said[: most + most // 20])
        yield Recording(f"{name}:{recogniser}", tuple(heard[:most]), said_too)


def paired(
    folder: Path, recognisers: Sequence[str], each: int = 1
) -> Iterator[tuple[str, str, list[str], list[str]]]:
    """Name, recogniser, its words and the human's of every recording of `pairs_train`.

    Of what several recognisers heard, `each` of `recognisers` are taken, in turn.
    """
    for file in packed(folder):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for number, entry in enumerate(map(json.loads, lines)):
                said = " ".join(turn["text"] for turn in entry["ref_turns"]).split()
                wanted = [recognisers[(number + n) % len(recognisers)] for n in range(each)]
                for recogniser, raw in entry["raws"].items():
                    if len(entry["raws"]) == 1 or recogniser in wanted:
                        whole = raw if isinstance(raw, str) else " ".join(t["text"] for t in raw)
                        yield entry["id"], recogniser, whole.split(), said
