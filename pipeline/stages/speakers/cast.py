"""Who may speak in a talk, and what part each plays: from the programme, or from the talk itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.language.naming import same
from pipeline.model import Speaker, Talk, key
from pipeline.stages.speakers.alone import greets_guest, speaks_alone

# chair: leads and hands over (moderator, host, operator); panel: is asked (panellist, guest);
# audience: asks, and is many people under one label.
Part = Literal["chair", "panel", "audience"]
Kind = Literal["event", "interview", "hosts", "call", "lecture"]
# The kinds in which the audience asks.
ROUNDS = frozenset({"event", "lecture"})
# The kinds in which several people play one part.
ROOMS = frozenset({"event", "lecture", "call"})

CHAIRS = re.compile(
    r"moderat|chair|host|interview(?!ee)|operator|present(s|ing) the|anchor", re.IGNORECASE
)
ASKS = re.compile(r"audience|question|attendee|analyst", re.IGNORECASE)
GUEST = re.compile(r"guest|interviewee", re.IGNORECASE)
PANEL = re.compile(r"panel", re.IGNORECASE)
# Who gives a talk: if he alone is on the programme, whoever else speaks is of his audience.
LECTURES = re.compile(r"presenter|lecturer|speaker|teacher|instructor|keynote", re.IGNORECASE)
EVENT = re.compile(r"panel|question|q&a|q & a|discussion|workshop|conference", re.IGNORECASE)
CALL_SIGNS = re.compile(
    r"listen.only mode|conference call|the line of \w+|line is open|next question (?:comes|is) from"
    r"|earnings (?:call|release|results|presentation|announcement)|quarter(?:ly)? (?:results|earnings)"
    r"|investor relations|forward.looking statements"
    r"|turn (?:the|this|our) call (?:over|back)|operator assist|conducting a question"
)
SHOW_SIGNS = re.compile(
    r"welcome (?:back )?to (?:the|another) (?!(?:\w+ ){0,2}(?:talk|course|lecture|lesson|class|session|tutorial"
    r"|workshop|conference|seminar|webinar|presentation|results|meeting|call|meetup|channel|stream|video|kitchen)\b)"
    r"|i'm your host|pod ?cast|this episode|today's guest|on the show"
)
ROOM_SIGNS = re.compile(
    r"next question|any (?:more|other) questions|questions? from the|panel|audience|in the (?:back|front)\b|microphone"
    r"|(?:take|time for) (?:\w+ ){0,2}questions|yes\W+over there|(?:gentleman|lady) (?:with|in) the"
    r"|(?:thanks|thank you) for (?:the|your) (?:\w+ )?talk"
)


# So many signs make a talk a show, or a round in a room; fewer make a call, of which podcasts say little.
SIGNS, CALLS = 3, 2
# Liveliness beyond which nobody lectures: two talk with each other; beyond which they do in a show; and beyond which
# in one where a guest is greeted, or several are told to speak (docs/evaluation/speakers.md).
LIVELY, SHOWS, GREETS = 5.0, 3.0, 1.0
# So many who introduce themselves at the beginning are a panel, or the hosts of a show.
PANELLISTS, HOSTS = 2, 3


@dataclass(frozen=True, slots=True)
class Person:
    """One who may speak: the label to give, the part, and the programme's entry if he has one."""

    label: str
    part: Part
    entry: Speaker | None = None

    @property
    def is_named(self) -> bool:
        """Whether the label is a name, rather than a part that somebody plays."""
        return self.entry is not None

    def is_called(self, name: str) -> bool:
        """Whether a name may be this person's."""
        names = (self.entry.name, *self.entry.aliases) if self.entry else ()
        return any(same(name, known) for known in names)


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of a talk and what kind of conversation it is."""

    kind: Kind
    people: tuple[Person, ...]
    about: frozenset[str] = frozenset()  # words of the event's own subject: everybody speaks of it

    @property
    def is_bare(self) -> bool:
        """Whether it is an event or a show of whose people nothing is told but the names."""
        entries = (one.entry for one in self.people if one.entry)
        told = any((one.role + one.affiliation + one.talk).strip() or one.tells for one in entries)
        return self.kind in ("event", "hosts") and not told


# The part alone, by kind of talk: what a label says where the name is not sure.
ROLES: dict[Kind, dict[Part, str]] = {
    "event": {"chair": "Moderator", "panel": "Panellist", "audience": "Audience"},
    "interview": {"chair": "Host", "panel": "Guest", "audience": "Audience"},
    "hosts": {"chair": "Host", "panel": "Host", "audience": "Audience"},
    "call": {"chair": "Operator", "panel": "Speaker", "audience": "Analyst"},
    "lecture": {"chair": "Moderator", "panel": "Speaker", "audience": "Audience"},
}


# What people of a kind of house speak of, besides what their programme says.
HOUSES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"universit|institut|college|\bschool\b|\beth\b|\bepfl\b|\bmit\b|academ", re.IGNORECASE
        ),
        "research theory theoretical papers hypothesis understand mathematical probability algorithm",
    ),
)


def own_subject(entry: Speaker, cast: Cast) -> tuple[str, ...]:
    """The words that tell what this person, rather than the whole event, is about (keys)."""
    house = " ".join(words for kind, words in HOUSES if kind.search(entry.affiliation))
    words = (key(word) for word in f"{entry.affiliation} {entry.talk} {house}".split())
    return tuple(word for word in words if len(word) > 2 and word not in cast.about)


def cast_of(talk: Talk, text: str, lively: float = LIVELY, *, several: bool = False) -> Cast:
    """The cast by the programme's roles; where there is none the words of the talk decide, and how `lively` it
    is. `several`: it is told that several speak."""
    named = tuple(Person(entry.name, _part(entry), entry) for entry in talk.speakers)
    alone = len(named) < 2 and not several and speaks_alone(text)
    least = GREETS if several or greets_guest(text) else SHOWS
    kind = _kind(talk, named, text.lower(), lively, least, alone=alone)
    about = frozenset(key(word) for word in f"{talk.title} {talk.event}".split())
    if kind == "lecture":  # who gives it, whatever his role
        named = tuple(replace(one, part="panel") if one.part == "chair" else one for one in named)
    if kind == "hosts":
        return Cast(kind, named, about)
    parts = {person.part for person in named}
    wanted: tuple[Part, ...] = ("chair", "panel")
    if kind in ("event", "call", "lecture"):
        wanted = ("chair", "panel", "audience")
    if kind == "lecture":
        asked = "question" in text.lower() if alone else several or not _is_show(text.lower())
        wanted = ("panel", "audience") if asked else ("panel",)
    others = tuple(Person(ROLES[kind][part], part) for part in wanted if part not in parts)
    return Cast(kind, (*named, *others), about)


def joined(cast: Cast, handed: Sequence[Speaker], introduced: Sequence[Speaker]) -> Cast:
    """The cast, where the programme names nobody, with those who are named in the talk itself: in a call
    who is handed to, at an event or in a show several who introduce themselves at the beginning. Whoever else
    sits on a panel, or speaks for the house, has no name."""
    if any(person.is_named for person in cast.people):
        return cast
    if cast.kind == "call":
        return replace(cast, people=(*_panel(handed), *cast.people))
    if cast.kind == "event" and len(introduced) >= PANELLISTS:
        return replace(cast, people=(*_panel(introduced), *cast.people))
    if cast.kind == "interview" and len(introduced) >= HOSTS:
        return replace(cast, kind="hosts", people=_panel(introduced))
    return cast


def _panel(people: Sequence[Speaker]) -> tuple[Person, ...]:
    return tuple(Person(one.name, "panel", one) for one in people)


def _part(entry: Speaker) -> Part:
    if CHAIRS.search(entry.role):
        return "chair"
    return "audience" if ASKS.search(entry.role) else "panel"


def _is_show(text: str) -> bool:
    """Whether more in a text tells of a show than of a room in which people ask."""
    return len(SHOW_SIGNS.findall(text)) > len(ROOM_SIGNS.findall(text))


def _kind(
    talk: Talk, named: Sequence[Person], text: str, lively: float, least: float, *, alone: bool
) -> Kind:
    """What kind of talk it is; `least`: how lively a show must be for somebody to be its guest."""
    chairs = sum(person.part == "chair" for person in named)
    panel = [person for person in named if person.part == "panel"]
    roles = " ".join(person.entry.role for person in named if person.entry)
    shows = len(SHOW_SIGNS.findall(text))
    if len(CALL_SIGNS.findall(text)) >= max(CALLS, shows + 1):
        return "call"
    if PANEL.search(roles):
        return "event"
    if chairs and not panel:
        if chairs > 1:
            return "hosts"
        return "lecture" if alone or lively <= least else "interview"
    if chairs:
        return "interview"
    in_room = len(ROOM_SIGNS.findall(text)) >= max(SIGNS, 2 * shows + 1)
    if len(panel) > 1 and shows >= SIGNS and not in_room and not roles.strip():
        return "hosts"  # nobody is its guest
    guest = GUEST.search(roles)
    if len(panel) > 1 or (in_room and not guest):
        return "event"
    if alone:
        return "lecture"
    if guest or (shows and lively > least):
        return "interview"
    if EVENT.search(talk.title):
        return "event"
    return "interview" if lively > LIVELY and not LECTURES.search(roles) else "lecture"
