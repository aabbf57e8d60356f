"""Who may speak in a talk, and what part each plays: from the programme, or from the talk itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.model import Speaker, Talk, key

# chair: leads and hands over (moderator, host, operator); panel: is asked (panellist, guest);
# audience: asks, and is many people under one label.
Part = Literal["chair", "panel", "audience"]
Kind = Literal["event", "interview", "hosts", "call", "lecture"]

CHAIRS = re.compile(
    r"moderat|chair|host|interview|operator|present(s|ing) the|anchor", re.IGNORECASE
)
ASKS = re.compile(r"audience|question|attendee|analyst", re.IGNORECASE)
GUEST = re.compile(r"guest|interviewee", re.IGNORECASE)
PANEL = re.compile(r"panel", re.IGNORECASE)
EVENT = re.compile(r"panel|question|q&a|q & a|discussion|workshop|conference", re.IGNORECASE)
CALL_SIGNS = re.compile(
    r"listen.only mode|conference call|line of \w+|line is open|earnings|quarter results|next question (comes|is) from"
)
SHOW_SIGNS = re.compile(
    r"welcome (?:back )?to (?:the|another) (?!(?:\w+ ){0,2}(?:talk|course|lecture|lesson|class|session|tutorial"
    r"|workshop|conference|seminar|webinar|presentation|meetup)\b)"
    r"|i'm your host|pod ?cast|this episode|today's guest|on the show"
)
ROOM_SIGNS = re.compile(
    r"next question|any (more|other) questions|questions? (for|from) the|panel|audience|in the back|microphone"
)


# So many signs make a talk a call, a show, or a round in a room.
SIGNS = 3


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


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of a talk and what kind of conversation it is."""

    kind: Kind
    people: tuple[Person, ...]
    about: frozenset[str] = frozenset()  # words of the event's own subject: everybody speaks of it


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


def cast_of(talk: Talk, text: str) -> Cast:
    """The cast by the programme's roles; the words of the talk decide where there is none."""
    named = tuple(Person(entry.name, _part(entry), entry) for entry in talk.speakers)
    kind = _kind(talk, named, text.lower())
    about = frozenset(key(word) for word in f"{talk.title} {talk.event}".split())
    if kind == "hosts":
        return Cast(kind, named, about)
    parts = {person.part for person in named}
    wanted: tuple[Part, ...] = ("chair", "panel")
    if kind in ("event", "call", "lecture"):
        wanted = ("chair", "panel", "audience")
    if kind == "lecture":
        wanted = ("panel", "audience")
    others = tuple(Person(ROLES[kind][part], part) for part in wanted if part not in parts)
    return Cast(kind, (*named, *others), about)


def _part(entry: Speaker) -> Part:
    if CHAIRS.search(entry.role):
        return "chair"
    return "audience" if ASKS.search(entry.role) else "panel"


def _kind(talk: Talk, named: Sequence[Person], text: str) -> Kind:
    chairs = sum(person.part == "chair" for person in named)
    panel = [person for person in named if person.part == "panel"]
    roles = " ".join(person.entry.role for person in named if person.entry)
    if len(CALL_SIGNS.findall(text)) >= SIGNS:
        return "call"
    if PANEL.search(roles):
        return "event"
    if chairs and not panel:
        return "hosts" if chairs > 1 else "interview"
    if chairs:
        return "interview"
    in_room = len(ROOM_SIGNS.findall(text)) >= SIGNS
    is_show = len(SHOW_SIGNS.findall(text)) >= SIGNS
    if len(panel) > 1 and is_show and not in_room and not roles.strip():
        return "hosts"  # nobody is its guest
    if len(panel) > 1 or (not panel and in_room):
        return "event"
    if GUEST.search(roles) or SHOW_SIGNS.search(text):
        return "interview"
    return "event" if EVENT.search(talk.title) else "lecture"
