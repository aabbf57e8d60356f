"""Speakers' names at the head of a line: "Speaker 2: …", "[SPEAKER_00]: …", "Ann Lee: …"."""

import re
from collections import Counter
from collections.abc import Iterable

NAME = r"[^\W\d_][\w.'’&()/ -]{0,48}[\w.)]|[A-Z]"
HEAD = re.compile(rf"\s*(?:\[({NAME})\]:?|({NAME})\s?:)(?:\s+|$)(.*)", re.DOTALL)
# Labels that programs put where they know no name, and roles.
GENERIC = re.compile(
    r"(speaker|spk|person|voice|participant|guest|host|caller)[ _-]?[\dA-Z]{1,3}"
    r"|unknown( speaker)?|speaker|moderator|operator|interviewer|interviewee|host|narrator|audience"
    r"|(audience|male|female) (speaker|voice)|questioner|panell?ist|chair|[QA]",
    re.IGNORECASE,
)
NOBODY = re.compile(
    r"(unknown|unidentified)([ _-]?(speaker|person))?([ _-]?\d+)?|speaker ?\?|\?+", re.IGNORECASE
)
# Words that stand before a colon in talk.
NOT_NAMES = frozenset(
    "note question answer example step figure chapter part warning tip remember so and but yes no now "
    "look well okay summary conclusion first second third finally also because result here title date "
    "speaker's music source transcript conference http https".split()
)


def known(texts: Iterable[str]) -> frozenset[str]:
    """The labels that the texts of one file begin with: generic ones, and names that come again."""
    found = Counter(match[1] or match[2] for text in texts if (match := HEAD.fullmatch(text)))
    return frozenset(
        label
        for label, count in found.items()
        if GENERIC.fullmatch(label) or (count > 1 and _name(label))
    )


def split(text: str, labels: frozenset[str]) -> tuple[str | None, str]:
    """The speaker and what is said: of `labels` the one that `text` begins with, or None."""
    match = HEAD.fullmatch(text)
    label = match and (match[1] or match[2])
    if not match or label not in labels:
        return None, text
    return speaker(label), match[3]


def speaker(label: str) -> str | None:
    """The name in a label; None if the label says that it is not known."""
    name = " ".join(label.split())
    return None if not name or NOBODY.fullmatch(name) else name


def _name(label: str) -> bool:
    words = label.split()
    capitals = all(
        word[0].isupper() or word[0] in "(&" for word in words if word not in {"de", "van", "von"}
    )
    return len(words) <= 5 and capitals and words[0].casefold() not in NOT_NAMES
