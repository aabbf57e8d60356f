"""What the words of a unit say about who speaks, who spoke and who will: names, homes, addresses.

All weights are log-odds, set by hand from what such a sign is worth, and kept well below certainty.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from pipeline.language.names import PARTICLES, folded
from pipeline.language.naming import is_name, is_voice, parts_of, read
from pipeline.model import Speaker, Token, keys_in
from pipeline.stages.speakers.cast import Cast, Person, own_subject
from pipeline.stages.speakers.handovers import called_up, handed, hands_over, to_operator
from pipeline.stages.speakers.introductions import GREETING, QUOTES, name_alone, own_places
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
SOMEBODY = 3.5  # is handed to, without a name
OWN_SUBJECT = 0.5

FIRST_PERSON = frozenset(
    "i we our us my im ive weve".split()  # keys have no apostrophes
)
# Said by one who speaks for his house; "we're" has the key of "were", "we'll" that of "well".
CONTRACTED = re.compile(r"we['’](?:re|ll|d)\b", re.IGNORECASE)
SECOND_PERSON = frozenset("you your youre youve youd guys".split())
# "You know" is said to nobody, unless it is asked or takes something for known: "do you know", "as you know".
MEANT = frozenset("do did if as how what when since".split())
LIGHT = frozenset(
    "the and of from with for to in on at a an by update university institute inc ltd company "
    "labs lab research talk session introduction keynote".split()
)
NEAR = 6
ARTICLES = frozenset("the a an".split())


@dataclass(frozen=True, slots=True)
class Sign:
    """One piece of evidence: about whom, when he speaks, its log-odds, and the words that say it; `spoken_to`: by
    which he is spoken to."""

    person: int
    when: When
    weight: float
    says: str
    spoken_to: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What a person can be recognised by, as keys."""

    names: tuple[tuple[str, ...], ...]
    homes: tuple[tuple[str, ...], ...]
    tells: tuple[tuple[str, ...], ...]
    subjects: frozenset[str]


def all_signs(units: Sequence[Unit], cast: Cast) -> list[tuple[Sign, ...]]:
    """The evidence in each unit of a talk about the people of the cast."""
    known = with_misheard(distinct([known_by(person, cast) for person in cast.people]), units)
    pairs = zip_longest(units, units[1:])
    return nameless(units, cast, [tuple(signs(unit, known, then)) for unit, then in pairs])


def signs(unit: Unit, known: Sequence[Known | None], then: Unit | None = None) -> Iterator[Sign]:
    """The evidence in a unit about the people of the cast that have a name; `then` is the unit after."""
    words = [_key(token) for token in unit.tokens]
    own = _own(unit, then)
    closed = [not token.text[-1].isalnum() for token in unit.tokens]
    for number, about in enumerate(known):
        if about is None:
            continue
        yield from _by_name(number, about, words, own, closed)
        for home in about.homes:
            yield from _by_home(number, home, words)
        for tell in about.tells:
            if any(True for _ in _places(tell, words)):
                yield Sign(number, "now", TELLS, f"says “{' '.join(tell)}”")
        if spoken := sorted(about.subjects.intersection(words)):
            weight = OWN_SUBJECT * min(len(spoken), 2)
            yield Sign(number, "now", weight, f"speaks of “{'”, “'.join(spoken[:3])}”")


def known_by(person: Person, cast: Cast) -> Known | None:
    """What a person of the programme can be recognised by; None for one who has no entry."""
    entry = person.entry
    if entry is None:
        return None
    own = set(own_subject(entry, cast)) & set(keys_in(entry.talk))
    homes = [_folded([part]) for part in re.split(r"[,;/]", entry.affiliation) if part.strip()]
    return Known(
        names=tuple(dict.fromkeys(_names(entry))),  # aliases share some
        homes=tuple(home for home in homes if home),
        tells=tuple(_folded([tell]) for tell in entry.tells),
        subjects=frozenset(folded(word) for word in own if len(word) > 3 and word not in LIGHT),
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
    also = misheard(names, ([folded(token.key) for token in unit.tokens] for unit in units))
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
            weight = HANDED if part == "chair" else SOMEBODY
            out[n] += (Sign(unnamed[part], "next", weight, says),)
    return out


def _names(entry: Speaker) -> Iterator[tuple[str, ...]]:
    names = (name for name in (entry.name, *entry.aliases) if not is_voice(name))
    for name in filter(is_name, names):
        parts = _folded(parts_of(name))
        yield parts
        if len(parts) > 1:
            family = next((n for n, part in enumerate(parts) if part in PARTICLES), len(parts) - 1)
            yield from ((parts[0], parts[-1]), parts[family:], parts[-1:])
            if len(parts[0]) > 1:  # no initial
                yield parts[:1]


def _own(unit: Unit, then: Unit | None) -> dict[int, str]:
    """The places in a unit where who speaks may give his own name, and the words by which he does."""
    words = [token.text for token in unit.tokens]
    alone = name_alone(words, then.text if then else "")
    places = {alone.start: ""} if alone else {}
    for kind, begin, at in own_places(words):
        name = read(words, at)
        start = name.start if name else at
        if kind in ("said", "bare") or begin == 0 or (name and name.stop == len(words)):
            places[start] = " ".join(words[begin:start]).lower()
    return places


def _by_name(
    number: int, about: Known, words: list[str], own: Mapping[int, str], closed: Sequence[bool]
) -> Iterator[Sign]:
    found = max(
        ((place, name) for name in about.names for place in _places(name, words)),
        key=lambda hit: (hit[0] in own, len(hit[1])),
        default=None,
    )
    if found is None:
        return
    at, name = found
    end = at + len(name)
    said = " ".join(name)
    if at in own:
        yield Sign(number, "now", INTRODUCES_HIMSELF, f"“{f'{own[at]} {said}'.strip()}”")
        return
    greeted = words[at - 1 : at] and words[at - 1] in GREETING
    if greeted and QUOTES.search(" ".join(words[:at])):
        return  # "people go, hey Ann": whoever says it may be she
    yield Sign(number, "now", GREETED if greeted else MENTIONED, f"speaks of “{said}”")
    before = words[max(0, at - 4) : at]
    if {"thank", "thanks"}.intersection(before):
        yield Sign(number, "last", THANKED, f"“{' '.join(before)} {said}”")
    elif handed(words, at) or called_up(words, at):
        yield Sign(number, "next", HANDED, f"“{said}” handed to")
    elif speaks_to(words) or at == 0 or end == len(words):
        spoken_to = at > 0 or closed[end - 1]  # "Bob, is it?", not "Bob wrote it."
        yield Sign(number, "next", ADDRESSED, f"“{said}” addressed before", spoken_to)
    else:
        yield Sign(number, "next", NAMED_IN_QUESTION, f"“{said}” named before")


def _by_home(number: int, home: tuple[str, ...], words: list[str]) -> Iterator[Sign]:
    for at in _places(home, words):
        near = words[max(0, at - NEAR) : at + len(home) + NEAR]
        said = " ".join(home)
        before = [word for word in words[max(0, at - 2) : at] if word not in ARTICLES]
        prepared = bool({"at", "for", "from", "with"}.intersection(before[-1:]))
        if speaks_to(near):
            yield Sign(number, "next", NAMED_IN_QUESTION, f"“{said}” asked about")
            yield Sign(number, "now", HOME_MENTIONED, f"asks about “{said}”")
        elif prepared and FIRST_PERSON & set(near):
            yield Sign(number, "now", AT_HOME, f"“{' '.join(near)}”")
        else:
            yield Sign(number, "now", HOME_MENTIONED, f"speaks of “{said}” from outside")


def speaks_to(words: Sequence[str]) -> bool:
    """Whether words (keys) speak to somebody: with a "you" that is not that of "you know"."""
    return any(
        word in SECOND_PERSON and not ((word, then) == ("you", "know") and before not in MEANT)
        for before, word, then in zip(["", *words], words, [*words[1:], ""], strict=False)
    )


def _places(phrase: tuple[str, ...], words: list[str]) -> Iterator[int]:
    size = len(phrase)
    return (n for n in range(len(words) - size + 1) if tuple(words[n : n + size]) == phrase)


def _key(token: Token) -> str:
    """The token's key without accents, "we" for "we're"."""
    return "we" if CONTRACTED.match(token.text) else folded(token.key)


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(folded(key) for key in keys_in(" ".join(words)))
