"""Names that are given in the talk: one's own ("I'm Gloria"), and a guest's, whom the host presents.

A name is what follows such words with capitals; after a bare "I'm" its first word must be a first name, too
("I'm Canadian"). What that is worth: docs/evaluation/speakers.md.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.language.counts import common, count
from pipeline.language.names import is_first_name
from pipeline.model import Speaker
from pipeline.stages.speakers.acts import asks
from pipeline.stages.speakers.units import Unit

_PART = r"[A-Z](?:[^\W\d_]+|(?=['’]))(?:['’-][^\W\d_]+)*(?!\w)"
# Two words; "Dr." is no part of the name, "van" and "de" are, between them. (A third is mostly no name, where a
# mark is missing: "Chris Belcher Bitcoin".)
_NAME = (
    r"(?:(?i:dr|doctor|prof|professor|mr|mister|mrs|ms|miss)\b\.?\s+)?"
    rf"({_PART}(?:\s+(?:(?:van|von|de|der|den|da|di|del|la|al|bin)\s+){{0,2}}{_PART})?)"
)
SAID = re.compile(rf"\b(?i:my name(?: is|['’]?s)|i(?:['’]m| am) your (?:co-?)?hosts?,?) {_NAME}")
BARE = re.compile(rf"\b(?i:i(?:['’]m| am)) {_NAME}")
# "This is Emily on for Kevin": as those do who call in.
CALLS = re.compile(
    rf"\b(?i:this is) {_NAME},? (?:here|on|in|from|with|at|calling|dialing|speaking)\b"
)
SMALL = re.compile(r"\bmy name(?: is|['’]?s) ([a-z'’-]+)")
# First names that after "my name is" are mostly none: "my name is said wrong", "my name is unique".
MORE_THAN_NAMES = frozenset(
    "said made long over many less worth unique unknown valid major ever little".split()
)
# What comes before words that somebody else said, and what may come after them: "'my name is Inigo Montoya', he says".
QUOTES = re.compile(
    r"\b(?:(?:he|she|they|it|who|guy|man|woman|mom|dad|you)(?:['’]s| is| was)? (?:says?|said|goes|went|like)|quote)"
    r"(?:\W+(?:hi|hello|hey|oh|well|and|that|yes|yeah|no))*\W*$",
    re.IGNORECASE,
)
QUOTED = re.compile(
    r"^\W*(?:unquote|(?:he|she|they) (?:says?|said)|says (?:he|she))\b", re.IGNORECASE
)
PRESENTED = (
    re.compile(
        rf"\b(?i:(?:talk|speak|chat|talking|speaking|chatting|joined|here)(?: \w+){{0,2}} (?:to|with|by)) {_NAME}"
    ),
    re.compile(rf"\b(?i:(?:my|our)(?: \w+)? guest(?: \w+){{0,2}}(?: is|,)) {_NAME}"),
    re.compile(rf"\b(?i:welcome(?: back)?(?: to the \w+)?),? {_NAME}"),
    re.compile(rf"{_NAME}, (?:thank you|thanks|welcome)\b"),
)
# What opens a sentence has a capital for that alone.
NO_PART = frozenset(
    "I And But So We The This Our My It He She They You Today Welcome Thanks".split()
)
OWNS = ("'s", "’s")
# Words within which those who sit at a table say who they are, and with which their audience is asked.
OPENING = 600
INVITED = re.compile(
    r"\bquestions? (?:from|for|by) (?:the |our )?(?:audience|floor|room|crowd|public)\b"
    r"|\b(?:audience|floor|crowd|room)\b(?: \w+){0,6} (?:ask|question)"
    r"|\b(?:take|have|get|got|any|time for) (?:\w+ ){0,2}questions\b|\bopen (?:it |this |that |things )?up (?:to|for)\b"
    r"|\b(?:first|next|another) question\b|\bin the (?:back|front)\b|\b(?:yes|please) (?:over there|go ahead|please)\b|^over there\b"
    r"|\b(?:gentleman|lady) (?:with|in) the\b"
)
GREETS = re.compile(r"(?:hi|hello|hey)\b", re.IGNORECASE)
# Who is so asked speaks within as many units.
SOON = 5


def own_name(text: str, after: str = "") -> str | None:
    """The name by which somebody introduces himself in `text`, the first one; `after` is what is said next."""
    for pattern in (SAID, BARE, CALLS):
        for match in pattern.finditer(text):
            parts = _parts(match.group(1))
            told = pattern is SAID or (bool(parts) and is_first_name(parts[0]))
            # "I'm Daniel's friend"
            if (
                parts
                and told
                and not any(part.endswith(OWNS) for part in parts)
                and not _retold(match, after)
            ):
                return " ".join(parts)
    small = SMALL.search(text)
    if small and _names(small.group(1)) and not _retold(small, after):
        return small.group(1).capitalize()
    return None


def own_names(units: Sequence[Unit]) -> Iterator[str]:
    """The name that each of some units gives, where one does: those of one turn."""
    for number, unit in enumerate(units):
        after = " ".join(one.text for one in units[number + 1 : number + 2])
        if name := own_name(unit.text, after):
            yield name


def _names(word: str) -> bool:
    """Whether a word in small letters after "my name is" is a name: English has no such word, or it is a first name."""
    return word not in MORE_THAN_NAMES and (is_first_name(word) or not count(word))


def _retold(match: re.Match[str], after: str) -> bool:
    """Whether a name is given in words of somebody else: "she says hi i'm Ann", "I'm Ann, he says"."""
    text = match.string
    following = f"{text[match.end() :]} {after}"
    return bool(QUOTES.search(text[: match.start()]) or QUOTED.search(following))


def opening_names(units: Sequence[Unit]) -> Iterator[tuple[int, str]]:
    """Number and name of each unit of a talk's first OPENING words in which somebody introduces himself, before
    any audience is asked, and not to ask."""
    words = 0
    for number, unit in enumerate(units):
        if words >= OPENING or invites(unit):
            return
        if (name := own_name(unit.text)) and not any(
            asks(one.said.words) for one in units[number : number + 2]
        ):
            yield number, name
        words += len(unit.tokens)


def introduced(units: Sequence[Unit]) -> list[Speaker]:
    """Those who so introduce themselves at the beginning, in the order they do."""
    names: dict[str, str] = {}
    for _, name in opening_names(units):
        names.setdefault(name.split()[0], name)
    return [Speaker(name) for name in names.values()]


def invites(unit: Unit) -> bool:
    """Whether an audience is asked for questions."""
    return INVITED.search(" ".join(unit.said.words)) is not None


def to_ask(units: Sequence[Unit]) -> Iterator[int]:
    """The number of each unit in which somebody gives his name soon after an audience was asked for questions, and
    of the greeting before it."""
    asked = [invites(unit) for unit in units]
    for number, unit in enumerate(units):
        if any(asked[max(0, number - SOON) : number]) and own_name(unit.text):
            if not asked[number - 1] and GREETS.match(units[number - 1].text):
                yield number - 1
            yield number


def presented(text: str) -> Iterator[str]:
    """The names of those whom somebody presents in `text`, or greets."""
    for pattern in PRESENTED:
        for match in pattern.finditer(text):
            parts = _parts(match.group(1))
            while parts and parts[-1].endswith(OWNS):
                parts[-1] = parts[-1][:-2]
            if parts and _may_be_name(parts):
                yield " ".join(parts)


def _may_be_name(parts: list[str]) -> bool:
    return is_first_name(parts[0]) or (
        len(parts) > 1 and not any(common(part.lower()) for part in parts)
    )


def _parts(name: str) -> list[str]:
    """The words of a name, up to one that is no part of it, or that owns what follows."""
    kept: list[str] = []
    for part in name.split():
        if part in NO_PART:
            break
        kept.append(part)
        if part.endswith(OWNS):
            break
    return kept
