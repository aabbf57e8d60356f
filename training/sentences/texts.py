"""Human transcripts as words with the labels a reader would want, and pairs with what was heard.

A `Said` is a word as it should read: its mark, and whether a new speaker begins with it.
"""

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from numbers_in_words import spoken
from rapidfuzz.distance import Levenshtein

from pipeline.language.english import FILLERS
from pipeline.language.words import core, mark

NONE, COMMA, STOP, QUESTION, UNKNOWN = 0, 1, 2, 3, -1
OF_MARK = {"": NONE, ",": COMMA, ".": STOP, "?": QUESTION}
# What somebody plays: the first three in the order of the network's scores; who asks where there is no audience
# may be like a chair or like one of an audience.
PARTS = ("guest", "chair", "audience", "asks")

NOISE = re.compile(
    r"\[[^\]]*\]|\((?:laugh|inaudible|music|applause)[^)]*\)|<[^>]*>|\*\*|[_`*]", re.IGNORECASE
)
ELLIPSIS = re.compile(r"\s*(?:\.\s?){2,}|…")
DASH = re.compile(r"\s+(?:-+|–|—)\s+|--+|—")


class Said(NamedTuple):
    """A word as it should read."""

    text: str  # with its own capitals, without marks
    mark: int
    turn: bool
    part: int = UNKNOWN  # what its speaker plays: a number of PARTS


class Pair(NamedTuple):
    """A word as it was heard, with the labels of what was said there."""

    raw: str  # as the recogniser wrote it, marks and capitals too
    said: str  # the word that gives the case; nothing where it is another word
    mark: int
    turn: int  # 1 a speaker begins here, 0 not, -1 unknown
    labelled: bool  # the recogniser itself changed its speaker label here
    part: int = UNKNOWN


def words(turns: Iterable[tuple[str, str]], parts: Mapping[str, str] = {}) -> Iterator[Said]:
    """The words of (speaker, text) turns; `parts` by speaker."""
    before = None
    for speaker, text in turns:
        fresh = before is not None and speaker != before
        part = PARTS.index(parts[speaker]) if speaker in parts else UNKNOWN
        for said in of_text(text):
            yield said._replace(turn=fresh, part=part)
            fresh = False
        before = speaker


def of_text(text: str) -> Iterator[Said]:
    """The words of a text; what stands between two of them decides the mark of the first."""
    text = NOISE.sub(" ", text.replace("’", "'").replace("‘", "'"))
    text = ELLIPSIS.sub("… ", DASH.sub(", ", text))
    tokens = text.split()
    found = [(core(token), mark(token), "…" in token) for token in tokens]
    found = [item for item in found if item[0]]
    for n, (word, sign, broken) in enumerate(found):
        last = n + 1 == len(found)
        following = "" if last else found[n + 1][0]
        label = OF_MARK[sign]
        # A sentence that breaks off ends where a capital follows; else it only hesitates.
        if broken and following[:1].islower():
            label = COMMA
        # "Dr. Bengio", "e.g. this": no end.
        if label == STOP and (word.lower() in ABBREVIATIONS or following[:1].islower()):
            label = NONE
        yield Said(word, STOP if last and label in (NONE, COMMA) else label, False)


ABBREVIATIONS = {"dr", "mr", "mrs", "ms", "st", "vs", "e.g", "i.e", "prof", "jr"}


def plain(said: Iterable[Said], numbers: bool, fillers: bool) -> list[Said]:
    """Numbers as words where `numbers`; "um" and "uh" left out unless `fillers`."""
    out: list[Said] = []
    fresh = False  # a turn that opens with "um" begins with the word behind it
    for item in said:
        fresh |= item.turn
        if not fillers and item.text.lower() in FILLERS:
            # Its mark belongs to no word now, but an end of sentence stays one.
            if item.mark in (STOP, QUESTION) and out:
                out[-1] = out[-1]._replace(mark=item.mark)
            continue
        parts = (
            spoken(item.text) if numbers and any(c.isdigit() for c in item.text) else [item.text]
        )
        for n, part in enumerate(parts):
            last = n + 1 == len(parts)
            out.append(Said(part, item.mark if last else NONE, fresh and not n, item.part))
        fresh = False
    return out


def turns_of(value: object) -> list[tuple[str, str]]:
    """The turns of a recording's text, whichever form it has."""
    if isinstance(value, str):
        return [("", value)]
    return [(turn.get("speaker") or "", turn["text"]) for turn in value]  # type: ignore[attr-defined]


def read(path: Path) -> Iterator[dict]:
    """The records of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def paired(
    raw: list[tuple[str, str]], reference: list[tuple[str, str]], parts: Mapping[str, str] = {}
) -> list[Pair]:
    """The words of a recogniser with the labels of the reference beside them."""
    said = list(words(reference, parts))
    heard: list[tuple[str, bool]] = []
    before = None
    for speaker, text in raw:
        fresh = before is not None and speaker != before
        for token in text.replace("’", "'").replace("**", "").split():
            if core(token):
                heard.append((token, fresh))
                fresh = False
            elif heard and mark(token):
                heard[-1] = (heard[-1][0] + token, heard[-1][1])
        before = speaker
    ids: dict[str, int] = {}
    ours, theirs = (
        [ids.setdefault(re.sub(r"\W", "", word.lower()), len(ids)) for word in several]
        for several in ([core(token) for token, _ in heard], [item.text for item in said])
    )
    out: list[Pair] = []
    for _, a, b, c, d in _blocks(Levenshtein.opcodes(ours, theirs)):
        out += _block(heard[a:b], said[c:d], out)
    return out


def _blocks(codes: Iterable[tuple]) -> Iterator[tuple]:
    """Opcodes with neighbouring changes as one."""
    held = None
    for tag, a, b, c, d in codes:
        if tag == "equal":
            if held:
                yield held
                held = None
            yield (tag, a, b, c, d)
        elif held:
            held = ("replace", held[1], b, held[3], d)
        else:
            held = ("replace", a, b, c, d)
    if held:
        yield held


def _block(heard: list[tuple[str, bool]], said: list[Said], out: list[Pair]) -> Iterator[Pair]:
    if len(heard) == len(said):
        for (raw, new), item in zip(heard, said, strict=True):
            same = core(raw).lower() == item.text.lower()
            yield Pair(raw, item.text if same else "", item.mark, int(item.turn), new, item.part)
        return
    end = max((item.mark for item in said if item.mark >= STOP), default=None)
    turn = any(item.turn for item in said)
    if not heard:
        # Words that nobody heard: the end of their sentence is the end of what was heard before.
        if out and end is not None and out[-1].mark in (NONE, COMMA):
            out[-1] = out[-1]._replace(mark=end if said[-1].mark >= STOP else UNKNOWN)
        return
    for n, (raw, new) in enumerate(heard):
        last = n + 1 == len(heard)
        if not said:
            # Words of the recogniser alone: after the last nothing ends unless it did before.
            yield Pair(raw, "", UNKNOWN, -1, new)
        else:
            yield Pair(
                raw, "", said[-1].mark if last else UNKNOWN, int(turn and not n), new, said[-1].part
            )
