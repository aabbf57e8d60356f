"""Speakers' names at the head of a line: "Speaker 2: …", "[SPEAKER_00]: …", "**Ann Lee:** …", ">> ANN LEE: …",
"- [Narrator] …"."""

import re
from collections import Counter
from collections.abc import Iterable

from pipeline.language.heard import CHEVRONS, DASH, MARK, SOUNDS

NAME = r"(?:[^\W\d_][\w.'’&()/ -]{0,48}[\w.)]|[A-Z])"
HEAD = re.compile(
    rf"\s*(?:{MARK.pattern}\s*)?(?:\[({NAME})\]:?|\*\*({NAME})\s?(?::\*\*|\*\*:)|({NAME})\s?:)(?:\s+|$)(.*)",
    re.DOTALL,
)
# What needs no second time to be a label: ">> ANN LEE:", "- [Ann Lee]".
SURELY = re.compile(rf"\s*(?:{CHEVRONS.pattern}|{DASH.pattern}\s*\[)")
# What opens the words of another who may have no label.
CHEVRONED, DASHED = (re.compile(rf"\s*{mark.pattern}") for mark in (CHEVRONS, DASH))
# Labels that programs put where they know no name, and roles.
GENERIC = re.compile(
    r"(speaker|spk|person|voice|participant|guest|host|caller|audience|analyst|panell?ist)([ _-]?\d{1,3}|[ _-][A-Z])"
    r"|(unknown|unidentified)( speaker)?|speaker|moderator|operator|interviewer|interviewee|host"
    r"|guest|narrator|audience|(audience|male|female) (speaker|voice|member)|questioner|panell?ist"
    r"|announcer|presenter|instructor|lecturer|professor|teacher|student|man|woman|boy|girl|voiceover"
    r"|chair|[QA]",
    re.IGNORECASE,
)
NOBODY = re.compile(
    r"(unknown|unidentified)([ _-]?(speaker|person))?([ _-]?\d+)?|speaker ?\?|\?+", re.IGNORECASE
)
# Words that stand before a colon in talk.
NOT_NAMES = frozenset(
    "note question answer example step figure chapter part warning tip remember so and but yes no now "
    "look well okay summary conclusion first second third finally also because result here title date "
    "music source transcript conference the a an i it this that what http https".split()
)
# Parts of names that have no capital.
PARTICLES = frozenset("de del der di du la le van von den ten ter y e al bin ibn dos da".split())
MOST_WORDS = 5


def known(texts: Iterable[str], least: int = 2) -> frozenset[str]:
    """The labels that the texts of one file begin with: generic ones, and names found `least` times or behind the
    mark of another speaker."""
    found = Counter[str]()
    for text in texts:
        if label := _label(text):
            found[label] += least if SURELY.match(text) else 1
    return frozenset(
        label
        for label, count in found.items()
        if (count >= least and is_name(label)) or (GENERIC.fullmatch(label) and label[0].isupper())
    )


def split(text: str, labels: frozenset[str]) -> tuple[str | None, str]:
    """The label of `labels` that `text` begins with, and what is said; None if there is none."""
    match = HEAD.fullmatch(text)
    label = _label(text)
    return (label, match[4]) if match and label in labels else (None, text)


def marks(texts: Iterable[str], labels: frozenset[str]) -> re.Pattern[str]:
    """What opens the lines of another speaker who may have no label: chevrons, and dashes where labels have them."""
    dashed = any(DASHED.match(text) and split(text, labels)[0] for text in texts)
    return DASHED if dashed else CHEVRONED


def speaker(label: str | None) -> str | None:
    """The name in a label; None if the label says that it is not known."""
    name = " ".join((label or "").split())
    return None if not name or NOBODY.fullmatch(name) else name


def is_name(label: str) -> bool:
    """Whether a text could be a person's name or role: few words, with capitals."""
    words = label.split()
    capitals = all(word[0] in "(&" or word[0].isupper() or word in PARTICLES for word in words)
    folded = [word.casefold() for word in words]
    noise = not SOUNDS.isdisjoint(folded)
    return 0 < len(words) <= MOST_WORDS and capitals and folded[0] not in NOT_NAMES and not noise


def _label(text: str) -> str | None:
    match = HEAD.fullmatch(text)
    return match[1] or match[2] or match[3] if match else None
