"""Whether the words of a turn disprove a name: who greets Ann, or tells of her, is not Ann.

Her own name she says where she tells who she is, and where she tells what others say to her ("people ask, Ann, how
do you …"); and another may have the same first name. So once is little, and so is twice in a long turn, which may hold
a sentence of somebody else.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Literal

from pipeline.language.names import folded
from pipeline.language.naming import Name, given_name, read, same
from pipeline.model import key
from pipeline.stages.speakers.introductions import GREETING, OWN
from pipeline.stages.speakers.units import Unit

# How a name stands among other words: its bearer is greeted, told of, or spoken to.
Use = Literal["greeted", "of", "to"]

# Behind these words it may be one's own: as others say it ("they go, hey Ann"), and as if of somebody ("the old Ann").
RETOLD = re.compile(
    r"\b(?:say(?:s|ing)?|said|tell(?:s|ing)?|told|ask(?:s|ed|ing)? (?:me|myself|us)|go(?:es)?|went|like|quote|call(?:s|ed)?|myself)\b"
    r"|\b(?:ask(?:s|ed|ing)?,|(?:me|my|am|an?|old|new|young|younger|future|different)) $|[\"“]",
    re.IGNORECASE,
)
# So near before the name; and behind so many words at most somebody is greeted.
NEAR, FIRST = 4, 2
# Who opens a turn of so many words by greeting somebody, in so many sentences, is another; who tells of somebody does
# so twice, and once in so many words.
SHORT, OPENS, TWICE, OFTEN = 60, 2, 2, 100


def disproved(units: Sequence[Unit], name: str) -> str | None:
    """What tells that who speaks the units has not this name; None if nothing does."""
    uses = [[*_uses([token.text for token in unit.tokens], name)] for unit in units]
    words = sum(len(unit.tokens) for unit in units)
    if words <= SHORT and "greeted" in chain(*uses[:OPENS]):
        return f"greets {name}"
    every = [*chain(*uses)]
    tells = "of" in every and len(every) >= TWICE and words <= OFTEN * len(every)
    return f"speaks of {name}" if tells else None


def _uses(words: Sequence[str], name: str) -> Iterator[Use]:
    """How a name is used in a unit, each time it is and is not told as one's own."""
    for at, word in enumerate(words):
        if not folded(key(word)).startswith(given_name(name)):
            continue
        found = read(words, at)
        if found and same(str(found), name) and not _own(words[:at]):
            yield _use(words[:at], found)


def _use(before: Sequence[str], name: Name) -> Use:
    if before and key(before[-1]) in GREETING:
        return "greeted" if len(before) <= FIRST else "to"  # "and he was, hey Ann"
    return "of" if name.owns or not name.closed else "to"


def _own(before: Sequence[str]) -> bool:
    """Whether a name behind these words may be that of who says it."""
    near = " ".join([*before[-NEAR:], ""])
    return bool(OWN.search(near) or RETOLD.search(near))
