"""What the words of a unit say about who speaks, who spoke and who will: names, homes, addresses.

All weights are log-odds, set by hand from what such a sign is worth, and kept well below certainty.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.model import Speaker, Token, keys_in
from pipeline.stages.speakers.cast import Cast, Person, own_subject
from pipeline.stages.speakers.handovers import called_up, handed, hands_over, to_operator
from pipeline.stages.speakers.misheard import misheard
from pipeline.stages.speakers.units import Unit

# now: this person speaks here; next: he speaks after the coming change; last: he spoke before.
When = Literal["now", "next", "last"]

INTRODUCES_HIMSELF = 6.0
TELLS = 3.0
AT_HOME = 2.5
MENTIONED = -2.0
GREETED = -5.0  # "hi Ann": whoever says it, it is not she
HOME_MENTIONED = -0.7
ADDRESSED = 2.5
NAMED_IN_QUESTION = 1.2
THANKED = 2.5
HANDED = 5.0
OWN_SUBJECT = 0.5

FIRST_PERSON = frozenset(
    "i we our us my im ive weve".split()  # keys have no apostrophes
)
# Said by one who speaks for his house; "we're" has the key of "were", "we'll" that of "well".
CONTRACTED = re.compile(r"we['’](?:re|ll|d)\b", re.IGNORECASE)
SECOND_PERSON = frozenset("you your youre youve youd guys".split())
LIGHT = frozenset(
    "the and of from with for to in on at a an by update university institute inc ltd company "
    "labs lab research talk session introduction keynote".split()
)
INTRODUCES = re.compile(r"(?:my name is|my names|\bim|\bi am|^this is)$")
GREETING = frozenset("hi hello hey welcome thanks you dear".split())
NEAR = 6
ARTICLES = frozenset("the a an".split())


@dataclass(frozen=True, slots=True)
class Sign:
    """One piece of evidence: about whom, when he speaks, its log-odds, and the words that say it."""

    person: int
    when: When
    weight: float
    says: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a person can be recognised by, as keys."""

    names: tuple[tuple[str, ...], ...]
    homes: tuple[tuple[str, ...], ...]
    tells: tuple[tuple[str, ...], ...]
    subjects: frozenset[str]


def signs(unit: Unit, known: Sequence[Known | None]) -> Iterator[Sign]:
    """The evidence in a unit about the people of the cast that have a name."""
    words = [_key(token) for token in unit.tokens]
    for number, about in enumerate(known):
        if about is None:
            continue
        yield from _by_name(number, about, words)
        for home in about.homes:
            yield from _by_home(number, home, words)
        for tell in about.tells:
            if any(True for _ in _places(tell, words)):
                yield Sign(number, "now", TELLS, f"says “{' '.join(tell)}”")
        if own := sorted(about.subjects.intersection(words)):
            weight = OWN_SUBJECT * min(len(own), 2)
            yield Sign(number, "now", weight, f"speaks of “{'”, “'.join(own[:3])}”")


def known_by(person: Person, cast: Cast) -> Known | None:
    """What a person of the programme can be recognised by; None for one who has no entry."""
    entry = person.entry
    if entry is None:
        return None
    own = set(own_subject(entry, cast)) & set(keys_in(entry.talk))
    homes = [keys_in(part) for part in re.split(r"[,;/]", entry.affiliation) if part.strip()]
    return Known(
        names=tuple(_names(entry)),
        homes=tuple(home for home in homes if home),
        tells=tuple(keys_in(tell) for tell in entry.tells),
        subjects=frozenset(word for word in own if len(word) > 3 and word not in LIGHT),
    )


def distinct(known: Sequence[Known | None]) -> list[Known | None]:
    """The same people, without the names that several have: two are called Steve."""
    every = Counter(name for about in known if about for name in about.names)
    return [
        about and replace(about, names=tuple(name for name in about.names if every[name] == 1))
        for about in known
    ]


def with_misheard(known: Sequence[Known | None], units: Sequence[Unit]) -> list[Known | None]:
    """The same people, to be recognised as well by what the talk has in place of their names."""
    names = [about.names if about else () for about in known]
    also = misheard(names, ([token.key for token in unit.tokens] for unit in units))
    return [
        about and replace(about, names=(*about.names, *sorted(forms)))
        for about, forms in zip(known, also, strict=True)
    ]


def nameless(
    units: Sequence[Unit], cast: Cast, heard: Sequence[Sequence[Sign]]
) -> list[tuple[Sign, ...]]:
    """The signs of a call with those for whoever is handed to without a name: the operator, or one whose
    name was misheard."""
    out = [tuple(signs) for signs in heard]
    if cast.kind != "call":
        return out
    unnamed = {person.part: n for n, person in enumerate(cast.people) if not person.is_named}
    for n, unit in enumerate(units):
        words = unit.said.words
        if to_operator(words):
            part, says = "chair", "the operator is called"
        elif hands_over(words) and not any(sign.when == "next" for sign in out[n]):
            part, says = "panel", "somebody else is handed to"
        else:
            continue
        if part in unnamed:
            out[n] += (Sign(unnamed[part], "next", HANDED, says),)
    return out


def _names(entry: Speaker) -> Iterator[tuple[str, ...]]:
    for name in (entry.name, *entry.aliases):
        parts = keys_in(name)
        # "AMD panellist" describes, it does not name.
        if not parts or not name[:1].isupper() or name.split()[-1][:1].islower():
            continue
        yield parts
        if len(parts) > 1:
            yield parts[:1]
            yield parts[-1:]


def _by_name(number: int, about: Known, words: list[str]) -> Iterator[Sign]:
    found = max(
        ((place, name) for name in about.names for place in _places(name, words)),
        key=lambda hit: len(hit[1]),
        default=None,
    )
    if found is None:
        return
    at, name = found
    said = " ".join(name)
    before = words[max(0, at - 3) : at]
    here = at + len(name) == len(words) and before[-2:] == ["this", "is"]
    if here or INTRODUCES.search(" ".join(before)):
        yield Sign(number, "now", INTRODUCES_HIMSELF, f"“{' '.join(before)} {said}”")
        return
    greeted = before[-1:] and before[-1] in GREETING
    yield Sign(number, "now", GREETED if greeted else MENTIONED, f"speaks of “{said}”")
    if {"thank", "thanks"} & set(words[max(0, at - 4) : at]):
        yield Sign(number, "last", THANKED, f"“{' '.join(words[max(0, at - 4) : at])} {said}”")
    elif handed(words, at) or called_up(words, at):
        yield Sign(number, "next", HANDED, f"“{said}” handed to")
    elif SECOND_PERSON & set(words) or at == 0 or at + len(name) == len(words):
        yield Sign(number, "next", ADDRESSED, f"“{said}” addressed before")
    else:
        yield Sign(number, "next", NAMED_IN_QUESTION, f"“{said}” named before")


def _by_home(number: int, home: tuple[str, ...], words: list[str]) -> Iterator[Sign]:
    for at in _places(home, words):
        near = words[max(0, at - NEAR) : at + len(home) + NEAR]
        said = " ".join(home)
        before = [word for word in words[max(0, at - 2) : at] if word not in ARTICLES]
        prepared = bool({"at", "for", "from", "with"}.intersection(before[-1:]))
        if SECOND_PERSON & set(near):
            yield Sign(number, "next", NAMED_IN_QUESTION, f"“{said}” asked about")
            yield Sign(number, "now", HOME_MENTIONED, f"asks about “{said}”")
        elif prepared and FIRST_PERSON & set(near):
            yield Sign(number, "now", AT_HOME, f"“{' '.join(near)}”")
        else:
            yield Sign(number, "now", HOME_MENTIONED, f"speaks of “{said}” from outside")


def _places(phrase: tuple[str, ...], words: list[str]) -> Iterator[int]:
    size = len(phrase)
    return (n for n in range(len(words) - size + 1) if tuple(words[n : n + size]) == phrase)


def _key(token: Token) -> str:
    """The token's key, "we" for "we're"."""
    return "we" if CONTRACTED.match(token.text) else token.key
