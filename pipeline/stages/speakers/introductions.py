"""Names that are given in the talk: one's own ("I'm Gloria"), and a guest's, whom the host presents.

A name is what follows such words with capitals; what comes after it tells whether it is one ("I'm Dean of the
faculty"), and after a bare "I'm" its first word must be a first name, too ("I'm Canadian"). What that is worth:
docs/evaluation/speakers.md.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile, zip_longest

from pipeline.language.counts import count
from pipeline.language.names import folded, is_first_name
from pipeline.language.naming import Name, given_name, people, read
from pipeline.model import Speaker, key
from pipeline.stages.speakers.acts import asks
from pipeline.stages.speakers.units import Unit

# The words after which one's own name stands: told as a name, after a bare "I'm", or as those say it who call in.
OWN = re.compile(
    r"(?<![\w'’])(?:(?P<said>my name(?: is|['’]?s)|(?P<host>(?:i['’]?m|i am|this is|it['’]?s) your (?:co-?)?hosts?,?))"
    r"|(?P<bare>i['’]?m|i am)|(?P<this>this is)|(?P<its>it['’]?s))(?=\s)",
    re.IGNORECASE,
)
KINDS = ("said", "bare", "this", "its")
# What may follow a first name alone without a mark, after "I'm"; and what tells one who calls in.
GOES_ON = re.compile(r"(?:and|from|with|at|here|i|i['’]m|an?|the)\b", re.IGNORECASE)
CALLS = re.compile(
    r"(?:here|calling|dialing|speaking)\b|(?:on|in) (?:for|the line)\b|(?:from|with|at) (?:the )?(?-i:[A-Z])",
    re.IGNORECASE,
)
# Who is shown, and does not speak: "This is Ada Lovelace. She …".
SHOWN = re.compile(r"\W*(?:and )?(?:he|she|they|his|her|who|whose|born)\b", re.IGNORECASE)
# Who is greeted is another.
GREETING = frozenset("hi hello hey welcome thanks you dear".split())
SPEAKS = re.compile(r"\W*(?:i|my|we)\b", re.IGNORECASE)
SMALL = re.compile(r"\bmy name(?: is|['’]?s) ([a-z'’-]+)")
# First names that after "my name is" are mostly none: "my name is said wrong", "my name is unique".
MORE_THAN_NAMES = frozenset(
    "said made long over many less worth unique unknown valid major ever little".split()
)
# What comes before words that somebody else said, and what may come after them: "'my name is Inigo Montoya', he says".
QUOTES = re.compile(
    r"\b(?:(?:he|she|they|it|who|guy|man|woman|mom|dad|you)(?:['’]s| is| was)? (?:says?|said|goes|went|tells?|told)(?: to)?(?: (?:me|him|her|us|them))?|like|quote)"
    r"(?:\W+(?:hi|hello|hey|oh|well|and|that|yes|yeah|no))*\W*$",
    re.IGNORECASE,
)
QUOTED = re.compile(
    r"^\W*(?:unquote|(?:he|she|they) (?:says?|said)|says (?:he|she))\b", re.IGNORECASE
)
# The words after which somebody is presented; those after which he must be named in full.
PRESENTS = re.compile(
    r"(?<![\w'’])(?:(?:talk|speak|chat|talking|speaking|chatting|joined|here)(?: [\w'’]+){0,2} (?:to|with|by)"
    r"|guests?(?: [\w'’]+){0,2}?(?: is| are|[,:])"
    r"|(?:with|joining) (?:me|us)(?:,? [\w'’]+){0,3}?(?: is| are|,)"
    r"|welcome(?: back)?(?: to the [\w'’]+)?,?"
    r"|(?P<full>(?:i|we)(?:['’]ve| have)(?: got| also| with (?:me|us)| here| today)*|introduce(?: you to)?"
    r"|(?:my|our)(?: [\w'’]+){1,3}?(?: are|:)))(?=\s)",
    re.IGNORECASE,
)
# Not who speaks to them now: "I was talking to Michael Palin about this".
ELSEWHEN = re.compile(
    r"\b(?:was|were|been|had|did|should|gotta|when|you|last|next (?:week|month|time|episode)|tomorrow)(?: [\w'’]+){0,3} $",
    re.IGNORECASE,
)
THANKED = re.compile(r"(?:thank you|thanks|welcome)\b", re.IGNORECASE)
RELATIVE = re.compile(r"(?:who|whose|which|that|where)\b", re.IGNORECASE)
# Who says his name alone, and where he is from, says no more words than these.
FEW = 6
# Words within which people are presented and those who sit at a table say who they are; and within which "This is
# Ann Lee." tells who speaks, and not who is shown.
OPENING, FIRST = 600, 300
# With these words an audience is asked for questions; with the last of them a host asks his own.
INVITED = re.compile(
    r"\b(?:audience|floor|room)\b(?: \w+){0,6} question|\bopen (?:it )?up to\b"
    r"|\b(?:take|any|(?:time|minutes?) for) (?:\w+ ){0,2}questions\b|\bquestions? from the (?:audience|floor|room)\b"
    r"|\bto the mic(?:rophone)?\b|\bin the (?:back|front)\b(?! of)|\bplease go ahead\b|\bover there\b$"
    r"|(?P<own>\b(?:have|get|got) (?:\w+ ){0,2}questions\b|\b(?:first|next|another) question\b)"
)
GREETS = re.compile(r"(?:hi|hello|hey)\b", re.IGNORECASE)
# Who is so asked speaks within as many units, and asks within as many from his name on.
SOON, THEN = 5, 3


def own_name(text: str, after: str = "", *, opens: bool = False) -> str | None:
    """The name by which somebody introduces himself in `text`, the first one; `after` is what is said next, and
    `opens` tells that the talk begins here."""
    words = text.split()
    found = sorted(own_places(words), key=lambda place: KINDS.index(place[0]))
    for kind, _, at in found:
        name = read(words, at)
        if (
            name
            and not name.owns  # "I'm Daniel's friend"
            and _told(kind, name, rest := " ".join([*words[name.stop :], after]), opens)
            and not QUOTED.search(rest)
        ):
            return str(name)
    small = SMALL.search(text)
    if small and _names(small[1]) and not QUOTES.search(text[: small.start()]):
        return None if QUOTED.search(f"{text[small.end() :]} {after}") else small[1].capitalize()
    alone = name_alone(words, after) if opens else None
    return str(alone) if alone else None


def own_places(words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Where one's own name may stand in a text (words with their marks): by which words it is told, the place of their
    first, and its own. Not in words of somebody else: "she says hi i'm Ann"."""
    text = " ".join(words)
    for match in OWN.finditer(text):
        if QUOTES.search(text[: match.start()]):
            continue
        kind = next(kind for kind in KINDS if match[kind])
        begin, at = text.count(" ", 0, match.start()), text.count(" ", 0, match.end()) + 1
        yield kind, begin, at
        if match["host"]:  # "I'm your host this week, Ann Lee"
            later = takewhile(str.islower, words[at : at + FEW])
            yield from ((kind, begin, at + n) for n, _ in enumerate(later, 1))


def _told(kind: str, name: Name, rest: str, opens: bool) -> bool:
    """Whether a name is one's own, by the words before it, its own, and what follows."""
    if kind == "said":
        return _names(folded(name.parts[0])) or (name.is_full and name.has_family)
    if not name.is_sure:
        return False
    if kind == "bare":
        return name.is_full or name.closed or GOES_ON.match(rest) is not None
    if kind == "this" and name.is_full and opens and name.closed and not SHOWN.match(rest):
        return True
    tells = CALLS.match(rest)
    return tells is not None and (
        kind == "this" or tells[0].lower() in ("here", "calling", "speaking")
    )


def name_alone(words: Sequence[str], after: str) -> Name | None:
    """The name of who says nothing else in some words, and then (`after`) speaks of himself: "Daniel Reyes. I farm …"."""
    name = read(words) if not GREETING.intersection(map(key, words)) else None
    if not (name and name.is_full and name.may_be_one and name.closed and not name.owns):
        return None
    ends = words[-1].endswith(".") and words[name.stop - 1][-1] in ",."
    return name if ends and len(words) - name.stop < FEW and SPEAKS.match(after) else None


def own_names(units: Sequence[Unit]) -> Iterator[str]:
    """The names that whoever speaks the units gives himself."""
    for unit, then in zip_longest(units, units[1:]):
        if name := given_in(unit, then):
            yield name


def given_in(unit: Unit, then: Unit | None = None) -> str | None:
    """The name that whoever speaks a unit gives himself in it; `then` is the unit after."""
    opens = unit.tokens[0].at.start < FIRST
    return own_name(unit.text, then.text if then else "", opens=opens)


def _names(word: str) -> bool:
    """Whether a word after "my name is" is one: English has no such word, or it is a first name."""
    return word not in MORE_THAN_NAMES and (is_first_name(word) or not count(word))


def opening_names(units: Sequence[Unit]) -> Iterator[tuple[int, str]]:
    """Number and name of each unit of a talk's first OPENING words in which somebody introduces himself, before
    any audience is asked, and not to ask."""
    words = 0
    for number, (unit, then) in enumerate(zip_longest(units, units[1:])):
        if words >= OPENING or invites(unit):
            return
        if (name := given_in(unit, then)) and not asks_then(units, number):
            yield number, name
        words += len(unit.tokens)


def introduced(units: Sequence[Unit]) -> list[Speaker]:
    """Those who so introduce themselves at the beginning, in the order they do."""
    names: dict[str, str] = {}
    for _, name in opening_names(units):
        names.setdefault(given_name(name), name)
    return [Speaker(name) for name in names.values()]


def invites(unit: Unit, *, host: bool = False) -> bool:
    """Whether an audience is asked for questions; `host`: the questions may be who speaks' own."""
    found = INVITED.finditer(" ".join(unit.said.words))
    return any(not (host and match["own"]) for match in found)


def asks_then(units: Sequence[Unit], number: int) -> bool:
    """Whether who gives his name in one of some units goes on to ask something."""
    return any(asks(unit.said.words) for unit in units[number : number + THEN])


def to_ask(units: Sequence[Unit]) -> Iterator[int]:
    """The number of each unit in which somebody gives his name soon after an audience was asked for questions, and
    of the greeting before it."""
    asked = [invites(unit) for unit in units]
    for number, (unit, then) in enumerate(zip_longest(units, units[1:])):
        if any(asked[max(0, number - SOON) : number]) and given_in(unit, then):
            if not asked[number - 1] and GREETS.match(units[number - 1].text):
                yield number - 1
            yield number


def presented(text: str) -> Iterator[str]:
    """The names of those whom somebody presents in `text`, or greets."""
    words = text.split()
    said = " ".join(words)
    for match in PRESENTS.finditer(said):
        if not ELSEWHEN.search(said[: match.start()]):
            full = match["full"] is not None
            yield from map(str, _listed(words, said.count(" ", 0, match.end()) + 1, full=full))
    for n in range(len(words)):  # "Liz Rice, welcome back"
        name = read(words, n) if n == 0 or not words[n - 1][-1].isalnum() else None
        if name and name.closed and name.may_be_one and THANKED.match(" ".join(words[name.stop :])):
            yield str(name)


def guests(units: Iterable[Unit]) -> list[str]:
    """The names of different people who are presented in some units: those in full, where there are any, for who is
    so presented may be greeted by another ("My guest is Robert Okonkwo. Bob, welcome")."""
    names = people(name for unit in units for name in presented(unit.text))
    return [name for name in names if " " in name] or names


def _listed(words: Sequence[str], at: int, *, full: bool) -> Iterator[Name]:
    """The names from a place of a text on: the one that stands there, and those in full that are listed with it."""
    name = read(words, at)
    if name is None or not name.may_be_one:
        return
    if full and (name.owns or not (name.titled or (name.is_full and is_first_name(name.parts[0])))):
        return
    if name.is_full or name.closed or name.owns or GOES_ON.match(words[name.stop]):
        yield name
    for n in range(name.stop, len(words)):
        if RELATIVE.match(words[n]):
            return
        other = read(words, n) if words[n - 1][-1] in ",;" or words[n - 1] == "and" else None
        if other and other.may_be_one and not other.owns and (other.is_full or other.titled):
            yield other
