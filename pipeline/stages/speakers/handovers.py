"""Who takes over by name: "I'll now turn the call over to our CFO, Art Chadwick", "over to you, Matt".

In a call the programme seldom tells who is there, but nobody of the house begins to speak before he was
handed to; so those who are handed to are its people. What that is worth: docs/evaluation/speakers.md.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from pipeline.language.counts import common
from pipeline.language.names import is_first_name
from pipeline.language.naming import same
from pipeline.language.spelling import capitalised
from pipeline.model import Speaker, Token

# What stands before a name, or somebody's office, that is handed to (keys: no apostrophes, no marks).
HANDS = re.compile(
    r"\b(?:turn|hand|pass|give|throw|bring|switch)\w* (?:\w+ ){0,5}?(?:over|back|on) to(?: you)?$"
    r"|\b(?:turn|hand|pass)\w* (?:it|this|things|you|(?:the|this) \w+(?: \w+)?) to$"
    r"|\bgiv\w+ (?:over )?(?:the|my) (?:floor|word|call|mic|microphone) to$"
    r"|\b(?:introduce|invite|call (?:up)?on|hear from)$"
    r"|^(?:\w+ ){0,3}(?:over|back) to$"
    r"|\b(?:over|back) to you$"
)
# Somebody is handed to, whoever it is.
HANDS_OVER = re.compile(
    r"\b(?:turn|hand|pass|give|throw)\w* (?:\w+ ){0,5}?(?:over|back|on) to\b|\b(?:over|back) to you\b"
)
# Somebody of the audience is called up, and says nothing of his own questions; and what stands before his name.
CALLS = re.compile(
    r"\b(?:(?<!my )(?:first|next|last|another) (?:\w+ )?question|line (?:of|is (?:now )?open))\b"
)
CALLS_UP = re.compile(r"\bquestion (?:\w+ ){0,2}from(?: the line of)?$|\bthe line of$")
TO_OPERATOR = re.compile(
    r"(?<!thank you )(?<!thanks )\boperator$|\bto (?:the|our) operator\b|\b(?:open|take) .{0,40}\bquestions$"
)
GO_AHEAD = {("go", "ahead"), ("may", "proceed"), ("may", "begin"), ("may", "start")}
# Titles and offices: what may stand between that and the name.
OFFICES = frozenset(
    "our my the your his mr mrs ms miss dr doctor professor speaker speakers host moderator colleague president"
    " chief executive financial finance operating technology commercial medical scientific accounting strategy"
    " marketing officer ceo cfo coo cto vice vp evp svp senior deputy director chairman chairwoman chair head"
    " manager managing general counsel treasurer secretary founder cofounder partner investor relations"
    " corporate development company companys group and of for today todays now operator".split()
)
MOST_NAMES = 3  # of one person


def handed(words: Sequence[str], at: int) -> bool:
    """Whether who is named at `at` in the words of a sentence (keys) is handed to."""
    while at and words[at - 1] in OFFICES:
        at -= 1
    return HANDS.search(" ".join(words[:at])) is not None


def called_up(words: Sequence[str], at: int) -> bool:
    """Whether who is named at `at` in the words of a sentence (keys) is called up to ask."""
    return CALLS_UP.search(" ".join(words[:at])) is not None


def hands_over(words: Sequence[str]) -> bool:
    """Whether somebody is handed to in the words of a sentence (keys), by name or not."""
    return HANDS_OVER.search(" ".join(words)) is not None


def calls_up(words: Sequence[str]) -> bool:
    """Whether somebody of the audience is called up in the words of a sentence (keys), by name or not."""
    return CALLS.search(" ".join(words)) is not None


def to_operator(words: Sequence[str]) -> bool:
    """Whether the operator is handed to in the words of a sentence (keys)."""
    return TO_OPERATOR.search(" ".join(words)) is not None


def gives_floor(words: Sequence[str]) -> bool:
    """Whether somebody else is to speak after the words of a sentence (keys), whoever it is."""
    return hands_over(words) or to_operator(words) or tuple(words[-2:]) in GO_AHEAD


def taking_over(sentences: Sequence[Sequence[Token]]) -> list[Speaker]:
    """Those who are handed to, under their names in full where they are told in full, in the order they come."""
    found = list(dict.fromkeys(name for said in sentences for name in _handed_to(said)))
    full = _full({name for name in found if " " not in name}, sentences)
    groups: list[list[str]] = []
    for name in dict.fromkeys(full.get(name, name) for name in found):
        group = next((some for some in groups if any(_same(name, other) for other in some)), None)
        if group is None:
            groups.append([name])
        else:
            group.append(name)
    return [_person(group) for group in groups]


def _person(names: Sequence[str]) -> Speaker:
    whole = max(names, key=lambda name: len(name.split()))
    return Speaker(whole, aliases=tuple(name for name in names if name != whole))


def _same(one: str, other: str) -> bool:
    """Whether two names are one person's, who may be called "Vince" for short."""
    first, second = one.split(), other.split()
    heads = first[0].startswith(second[0]) or second[0].startswith(first[0])
    return same(one, other) or (heads and 1 in (len(first), len(second)))


def _handed_to(said: Sequence[Token]) -> Iterator[str]:
    words = [token.key for token in said]
    at = 0
    while at < len(said):
        name = _name(said[at:])
        if name and at and handed(words, at):
            yield " ".join(name)
        at += max(1, len(name))


def _name(said: Sequence[Token]) -> list[str]:
    """The words of a name that begins here; none if none does."""
    parts: list[str] = []
    for token in said[:MOST_NAMES]:
        capital = token.text[0].isupper()
        # "... to Mary Lee Mary": who was named is called.
        if token.key in OFFICES or _plain(token.text) in parts:
            break
        if not (is_first_name(token.key) or (capital and (parts or not common(token.key)))):
            break
        parts.append(_plain(token.text))
        if not token.text[-1].isalnum():
            break
    return parts


def _full(firsts: set[str], sentences: Sequence[Sequence[Token]]) -> dict[str, str]:
    """The full names of those whose first names are known, by what mostly follows these: a rare word with a
    capital, or any before an office ("Brian Hall, chief financial officer")."""
    after: dict[str, Counter[str]] = {name: Counter() for name in firsts}
    for said in sentences:
        for token, second, third in zip_longest(said, said[1:], said[2:]):
            if token.text not in firsts or second is None or second.key in OFFICES:
                continue
            office = third is not None and third.key in OFFICES and second.text.endswith(",")
            if second.text[0].isupper() and (office or not common(second.key)):
                after[token.text][_plain(second.text)] += 1
    return {
        name: f"{name} {counts.most_common(1)[0][0]}" for name, counts in after.items() if counts
    }


def _plain(text: str) -> str:
    """A word of a name without marks and without the ending that owns."""
    bare = re.sub(r"['’]s$", "", re.sub(r"^\W+|\W+$", "", text))
    return capitalised(bare)
