"""What a caption page says about the talk: the conference programme at its foot.

An entry of the programme is three lines: a title; "Name, Affiliation, Country", or "Panel"; a day
and an hour ("4 July 2016 · 2:01 p.m.").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from pipeline.formats.captions import FURNITURE, below
from pipeline.formats.lines import joined
from pipeline.model import Speaker, Talk, cased, key

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
DAY = re.compile(r"(\d{1,2}) ([A-Za-z]{3})[a-z]*\.? (\d{4})\b.*")
PROGRAMME = re.compile(r"\s*conference program(me)?\s*", re.IGNORECASE)
NOT_PEOPLE = {"panel", "discussion", "panel discussion", "round table", "tba"}
# How alike a title and a file's name must be; "Day 1 - Questions and Answers" and
# "day-1-questions-and-answers" are the same to us.
ALIKE = 0.8
# Days on either side of a talk on which its people are likely to be there.
AT_HAND = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A talk of the programme; `people` is its line as printed."""

    title: str
    people: str
    date: str


def talk(text: str, name: str) -> Talk:
    """The talk that the page of a file called `name` is about: title, date, and who was at hand.

    That is everyone on the programme of that day, the day before and the day after; the speaker of
    the talk itself is marked as presenter. What the page does not say stays empty.
    """
    entries = list(programme(below(text.split("\n"))))
    own = max(entries, key=lambda entry: _likeness(entry.title, name), default=None)
    if own is None or _likeness(own.title, name) < ALIKE:
        return Talk(speakers=roster(entries, None))
    near = [entry for entry in entries if _days_between(entry, own) <= AT_HAND] or entries
    return Talk(title=own.title, date=own.date, speakers=roster(near, own))


def _days_between(one: Entry, other: Entry) -> int:
    return abs((date.fromisoformat(one.date) - date.fromisoformat(other.date)).days)


def programme(lines: Sequence[str]) -> Iterator[Entry]:
    """The entries of the programme in the lines of a page."""
    starts = [n for n, line in enumerate(lines) if PROGRAMME.fullmatch(line)]
    if not starts:
        return
    rest = lines[starts[0] + 1 :]
    stop = next((n for n, line in enumerate(rest) if FURNITURE.fullmatch(line)), len(rest))
    told = [joined(line) for line in rest[:stop] if line.strip()]
    for n, line in enumerate(told[2:]):
        if day := _day(line):
            yield Entry(told[n], told[n + 1], day)


def roster(entries: Sequence[Entry], own: Entry | None) -> tuple[Speaker, ...]:
    """Everyone on the programme, once, in its order, with all the talks they gave."""
    given: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.people.casefold() not in NOT_PEOPLE:
            given.setdefault(_person(entry)[0], []).append(entry)
    return tuple(
        Speaker(
            name=name,
            role="presenter" if own in talks else "",
            affiliation=_person(talks[0])[1],
            talk="; ".join(talk.title for talk in talks),
        )
        for name, talks in given.items()
    )


def _person(entry: Entry) -> tuple[str, str]:
    """Name and affiliation; the country, the third part and all after it, is left out."""
    name, *rest = entry.people.split(", ")
    return cased(name), ", ".join(rest[:-1] or rest)


def _day(line: str) -> str | None:
    """The day of an entry's third line as an ISO date."""
    match = DAY.fullmatch(line)
    if not match or match[2].lower() not in MONTHS:
        return None
    try:
        return date(int(match[3]), MONTHS.index(match[2].lower()) + 1, int(match[1])).isoformat()
    except ValueError:  # the 31st of June
        return None


def _likeness(title: str, name: str) -> float:
    one, other = (key(text.replace("_", " ")) for text in (title, name))
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
