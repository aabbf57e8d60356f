"""Who takes over by name: "I'll now turn the call over to our CFO, Art Chadwick", "over to you, Matt".

In a call the programme seldom tells who is there, but nobody of the house begins to speak before he was
handed to; so those who are handed to are its people. What that is worth: docs/evaluation/speakers.md.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from pipeline.language.counts import common
from pipeline.language.names import PARTICLES, is_first_name
from pipeline.language.naming import same
from pipeline.language.spelling import capitalised
from pipeline.model import Speaker, Token, key

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
    r"|\b(?:hand|give|pass)\w* (?:over )?the floor to\b"
)
# Who had the floor before gets it again.
BACK = re.compile(r"\bback (?:over )?to\b")
# Somebody of the audience is called up, and says nothing of his own questions; and what stands before his name.
CALLS = re.compile(
    r"\b(?:(?<!my )(?:first|next|last|another) (?:\w+ )?question"
    r"|line (?:of(?! (?:credit|business|products?|code|sight|work|defen[cs]e)\b)|is (?:now )?open))\b"
)
CALLS_NEXT = re.compile(r"\b(?:next|last|another) (?:\w+ )?question\b")
CALLS_UP = re.compile(r"\bquestion (?:\w+ ){0,2}from(?: the line of)?$|\bthe line of$")
TO_OPERATOR = re.compile(
    r"(?<!thank you )(?<!thanks )\boperator$|\bto (?:the|our) operator\b|\b(?:open|take) .{0,40}\bquestions$"
)
# Questions that others speak before: "remarks, and then we will take your questions".
LATER = re.compile(
    r"\b(?:then|after|afterwards|followed by) (?:\w+ ){0,6}?(?:open|take) .{0,40}\bquestions$"
)
# A hand-over is yet to come.
PUTS_OFF = re.compile(
    r"\b(?:before|then|later|shortly|after|first|in a (?:moment|minute|second))\b"
)
GO_AHEAD = {("go", "ahead"), ("may", "proceed"), ("may", "begin"), ("may", "start")}
# With these words somebody of the audience says what he asks.
PUTS = re.compile(
    r"\bmy (?:\w+ ){0,2}questions?\b|\bi have (?:a|an|one|two|another|just) (?:\w+ ){0,2}questions?\b"
    r"|\b(?:taking|for) (?:my|our|the) (?:\w+ )?questions?\b"
    r"|\bi(?: was|m|am)? (?:just )?(?:wondering|wonder|curious)\b|\bi(?:d| would)? (?:just )?(?:want|wanted|like) to ask\b"
)
# What opens with thanks, before the name; and what follows him whose deeds are praised.
THANKING = re.compile(
    r"^(?:(?:okay|ok|great|yes|well|all right|alright|so) )*(?:thank you|thanks)(?: (?:so|very) much)?$"
)
# Titles and offices: what may stand between that and the name.
OFFICES = frozenset(
    "our my the your his mr mrs ms miss dr doctor professor speaker speakers host moderator colleague president"
    " chief executive financial finance operating technology commercial medical scientific accounting strategy"
    " marketing officer ceo cfo coo cto vice vp evp svp senior deputy director chairman chairwoman chair head"
    " manager managing general counsel treasurer secretary founder cofounder partner investor relations"
    " corporate development company companys group and of for today todays now operator".split()
)
# The office itself, as it may be told in full or in letters.
OFFICE = re.compile(
    r"\b(?:(?:executive |senior )*vice president(?: of (?:\w+ )?(?:relations|operations|finance|communications|strategy))?"
    r"|chief \w+ officer|(?:president|chairman|chairwoman|chair)(?: and (?:chief executive officer|ceo))?"
    r"|ceo|cfo|coo|cto|treasurer|head of investor relations)\b"
)
SHORT = frozenset("ceo cfo coo cto".split())
# What follows a small word that is done, and is nobody's name: "over to see if Lindsey ..." (Steve Lindsey, misheard).
OBJECTS = frozenset("if whether how what why where the a an that".split())
MOST_NAMES = 3  # of one person
MORE_NAMES = 2  # after the first
THANKS_WITHIN = 7  # words of a sentence stands whom it thanks


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


def calls_next(words: Sequence[str]) -> bool:
    """Whether who is called up in the words of a sentence (keys) is not the first."""
    return CALLS_NEXT.search(" ".join(words)) is not None


def to_operator(words: Sequence[str]) -> bool:
    """Whether the operator is handed to in the words of a sentence (keys)."""
    said = " ".join(words)
    return TO_OPERATOR.search(said) is not None and LATER.search(said) is None


def puts_off(words: Sequence[str]) -> bool:
    """Whether the words of a sentence (keys) say that a hand-over is yet to come ("before I turn it over to …")."""
    return PUTS_OFF.search(" ".join(words)) is not None


def puts_question(words: Sequence[str]) -> bool:
    """Whether somebody of the audience says in the words of a sentence (keys) what he asks."""
    return PUTS.search(" ".join(words)) is not None


def thanks_first(said: Sequence[Token]) -> bool:
    """Whether a sentence opens with thanks to somebody by name ("Thanks, Brett"), and not for anything."""
    words = [token.key for token in said]
    for at in range(1, min(len(said), THANKS_WITHIN)):
        called = words[at] == "operator" or (
            said[at].text[0].isupper() and is_first_name(words[at])
        )
        if called and THANKING.search(" ".join(words[:at])):
            return words[at + 1 : at + 2] != ["for"]
    return False


def gives_floor(words: Sequence[str]) -> bool:
    """Whether somebody else is to speak after the words of a sentence (keys), whoever it is."""
    return hands_over(words) or to_operator(words) or tuple(words[-2:]) in GO_AHEAD


def office(words: Sequence[str]) -> str:
    """The office of whom the words of a sentence (keys) hand over to ("our chief financial officer, …"), if it is
    told there."""
    said = " ".join(words)
    given = HANDS_OVER.search(said)
    told = OFFICE.search(said, given.end()) if given else None
    if not given or not told or len(said[given.end() : told.start()].split()) > MOST_NAMES + 1:
        return ""
    return " ".join(
        word.upper() if word in SHORT else word if word in ("of", "and") else capitalised(word)
        for word in told[0].split()
    )


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
    if said[0].text.islower() and said[1:] and said[1].key in OBJECTS:
        return parts
    for token in said[:MOST_NAMES]:
        capital = token.text[0].isupper()
        # "... to Mary Lee Mary": who was named is called.
        if token.key in OFFICES or _plain(token.text) in parts or "&" in token.text:  # "for Q&A"
            break
        last = token is said[-1]  # "over to Mark's": nobody's but his
        first = is_first_name(key(_plain(token.text)) if last else token.key)
        if not (first or (capital and (parts or not common(token.key)))):
            break
        parts.append(_plain(token.text))
        if not token.text[-1].isalnum():
            break
    return parts


def _full(firsts: set[str], sentences: Sequence[Sequence[Token]]) -> dict[str, str]:
    """The full names of those whose first names are known, by what mostly follows these."""
    after: dict[str, Counter[str]] = {name: Counter() for name in firsts}
    for said in sentences:
        for at, token in enumerate(said):
            if token.text in firsts and (family := _family(said[at + 1 :])):
                after[token.text][" ".join(family)] += 1
    return {
        name: f"{name} {counts.most_common(1)[0][0]}" for name, counts in after.items() if counts
    }


def _family(said: Sequence[Token]) -> list[str]:
    """The words after a first name that belong to it: rare ones with a capital, or any before an office ("Brian Hall,
    chief financial officer"), up to a mark; and the particles between them."""
    parts: list[str] = []
    for n, (token, then) in enumerate(zip_longest(said[:MOST_NAMES], said[1 : MOST_NAMES + 1])):
        office = then is not None and then.key in OFFICES and token.text.endswith(",")
        rare = _capital(token.text) and (office or not common(token.key))
        if token.key in PARTICLES:
            continue
        if token.key in OFFICES or not rare or len(parts) == MORE_NAMES:
            break
        parts = [
            _plain(one.text) if one.key not in PARTICLES else one.text for one in said[: n + 1]
        ]
        if not token.text[-1].isalnum():
            break
    return parts


def _capital(text: str) -> bool:
    """Whether a word has a capital as names have, and not all in capitals as houses have ("GE")."""
    return text[0].isupper() and not text[:2].isupper()


def _plain(text: str) -> str:
    """A word of a name without marks and without the ending that owns."""
    bare = re.sub(r"['’]s$", "", re.sub(r"^\W+|\W+$", "", text))
    return capitalised(bare)
