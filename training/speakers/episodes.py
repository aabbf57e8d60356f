"""Labelled conversations as the speaker models read them: turns of sentences, with the parts played.

An episode file holds gzip JSON lines: {"source", "id", "turns": [{"speaker", "text"}]}; files of
paired transcripts ({"ref_turns": [...]}) serve as well.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from zlib import crc32

from pipeline.language.dialogue import Said
from pipeline.model import key

END = re.compile(r"(?<=[.?!])[\"”’)]*\s+(?=[\"“(]?[A-Z0-9])")
AUDIENCE = re.compile(r"^(q\d*|question(er)?|asker|follow-up q|audience\b.*)$", re.IGNORECASE)
CHAIRS = re.compile(
    r"^(moderator|mf|michael folkson.*|stephan livera.*|sl|aaron van wirdum.*|avw|adam jonas|jonas"
    r"|michaela|nvk|host|interviewer|lisa neigut)$",
    re.IGNORECASE,
)
GO_AHEAD = re.compile(
    r"(next|first|final|last) question|go ahead|question.*(comes?|is) from|line of", re.IGNORECASE
)
HOST_EPISODES = 15
GUEST_EPISODES = 3
Record = dict[str, object]


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's turn: who, the part he plays ("chair", "audience", "guest" or ""), sentences."""

    speaker: str
    part: str
    sentences: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Episode:
    """One recording."""

    id: str
    source: str
    turns: tuple[Turn, ...]

    @property
    def held_out(self) -> bool:
        """Whether the episode is kept for measuring: one in twenty, by its name."""
        return held_out(self.id)


def held_out(episode: str) -> bool:
    """Whether the episode of this name is kept for measuring."""
    return crc32(episode.encode()) % 20 == 0


def episodes(files: Iterable[Path]) -> Iterator[Episode]:
    """All episodes of `files` that hold more than one speaker."""
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
        share = shares(records)
        for record in records:
            turns = _cleaned(record, _turns(record))
            if len({name for name, _ in turns}) > 1:
                parts = parts_of(record["source"], turns, share)
                said = [
                    Turn(name, parts.get(name, ""), tuple(sentences(text))) for name, text in turns
                ]
                yield Episode(record["id"], file.stem.split(".")[0], tuple(said))


def shares(records: Iterable[Record]) -> Counter[str]:
    """In how many of the records of a file each person speaks."""
    return Counter(
        name for record in records for name in {turn["speaker"] for turn in _turns(record)}
    )


def sentences(text: str) -> Iterator[Said]:
    """The sentences of a punctuated text."""
    for sentence in END.split(text):
        words = tuple(key(word) for word in sentence.split())
        said = Said.of(words, asks=sentence.rstrip('"”’) ').endswith("?"))
        if said.words:
            yield said


def _turns(record: Record) -> list[dict[str, str]]:
    turns = record.get("turns") or record.get("ref_turns")
    return turns if isinstance(turns, list) else []


def _cleaned(record: Record, turns: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Turns side by side by one person joined; headings that pass for speakers leave no trace."""
    count = Counter(turn["speaker"] for turn in turns)
    noted = str(record["source"]).startswith("bitcointranscripts")
    out: list[tuple[str, str]] = []
    for turn in turns:
        name = turn["speaker"]
        heading = noted and (not name or (count[name] < 2 and not AUDIENCE.match(name)))
        if out and (heading or out[-1][0] == name):
            out[-1] = (out[-1][0], out[-1][1] + " " + turn["text"])
        elif not heading:
            out.append((name, turn["text"]))
    return out


def parts_of(source: str, turns: Sequence[tuple[str, str]], share: Counter[str]) -> dict[str, str]:
    """The part each speaker plays, where the labels or the habits of the series tell it."""
    names = {name for name, _ in turns}
    if "earnings" in source:
        parts = _parts_of_call(turns)
    elif "changelog" in source:
        hosts = {name for name in names if share[name] >= HOST_EPISODES}
        guests = {name for name in names if share[name] <= GUEST_EPISODES}
        parts = dict.fromkeys(hosts, "chair") | dict.fromkeys(guests, "guest")
        if not hosts or not guests:
            parts = {}
    else:
        parts = {name: "audience" for name in names if AUDIENCE.match(name)}
        parts |= {name: "chair" for name in names if CHAIRS.match(name)}
        if parts:
            parts |= dict.fromkeys(names - set(parts), "guest")
    return parts


def _parts_of_call(turns: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Operator, analysts and managers of an earnings call."""
    called = Counter(name for name, text in turns if GO_AHEAD.search(text) and len(text) < 400)
    if not called:
        return {}
    operator = called.most_common(1)[0][0]
    words = Counter[str]()
    for name, text in turns:
        words[name] += len(text.split())
    after = {two for (one, _), (two, _) in pairwise(turns) if one == operator}
    total = sum(words.values())
    parts = {}
    for name in words:
        if name == operator:
            parts[name] = "chair"
        elif name in after and words[name] < 0.08 * total:
            parts[name] = "audience"
        elif words[name] > 0.12 * total:
            parts[name] = "guest"
    return parts
