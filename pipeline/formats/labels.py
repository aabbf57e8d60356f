"""Speakers' names at the head of a line: "Speaker 2: …", "[SPEAKER_00]: …", "**Ann Lee:** …", ">> ANN LEE: …",
"- [Narrator] …", and in depositions "Q. …" and "A. …"."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from pipeline.language.captioning import CHEVRONS, DASH, MARK, SOUNDS, UNHEARD, is_sound
from pipeline.language.english import FUNCTION
from pipeline.language.names import PARTICLES, is_first_name

NAME = r"(?:[^\W\d_][\w.'’&()/ -]{0,48}[\w.)]|[A-Z])"
# What stands where a label does, whatever it looks like: "mgarcia", "Maria Garcia, PhD", "Ann | TU Wien".
LOOSE = r"(?:[^\W_](?:[^\n:]{0,58}?[^\s:])??)"
HEAD = re.compile(
    rf"\s*(?:{MARK.pattern}\s*)?"
    rf"(?:\[({NAME})\]:?|\*\*({NAME})\s?(?::\*\*|\*\*:)|({NAME})\s?:|({LOOSE})\s?:)(?:\s+|$)(.*)",
    re.DOTALL,
)
# What may be one within a line: "… who owns what. MIKE: And it hurts."
INNER = re.compile(rf"(?<=[.?!…]) +(?=(?:\[({NAME})\]:|({NAME})\s?:)\s)")
# And what surely opens another's words there: "… who owns what. >> And it hurts.", "- [Mike] And it hurts."
INNER_MARK = re.compile(rf"\s+(?={CHEVRONS.pattern}|(?<=[.?!…]\s){DASH.pattern}\s*\[)")
# What needs no second time to be a label: ">> ANN LEE:", "- [Ann Lee]".
SURELY = re.compile(rf"\s*(?:{CHEVRONS.pattern}|{DASH.pattern}\s*\[)")
# What may be the first word that is said: ">> Basically: we".
SPOKEN = re.compile(rf"\s*{CHEVRONS.pattern}\s*\w")
CODE = re.compile(r"[\d_]")
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
ROLE = re.compile(rf"(the )?({GENERIC.pattern})", re.IGNORECASE)
BEHIND = re.compile(r"\s*\([^()]*\)$")  # "(second row)"
# Who is named by office in hearings: "THE WITNESS: It is."
OFFICE = re.compile(
    r"the (witness|court( reporter)?|clerk|reporter|judge|bailiff|interpreter|defendant|plaintiff|prosecutor"
    r"|chair(man|woman|person)?|president|fore(man|woman|person)|videographer)",
    re.IGNORECASE,
)
NOBODY = re.compile(
    r"(unknown|unidentified)([ _-]?(speaker|person))?([ _-]?\d+)?|speaker ?\?|\?+", re.IGNORECASE
)
UNKNOWN = "Unknown speaker"  # what is written of them
# Words that stand before a colon in talk.
NOT_NAMES = frozenset(
    "note question answer example step figure chapter part warning tip remember so and but yes no now "
    "look well okay summary conclusion first second third finally also because result here title date "
    "music video pause foreign speaking source transcript conference the a an i it this that what http https".split()
)
# Parts of names that have no capital.
SMALL = PARTICLES | {"y", "e"}
MOST_WORDS = 5
# Of the lines of a file these are nearly all. Where so many begin with a name, and no fewer than three, each is a label,
# however seldom it comes.
NEARLY_ALL, FEWEST = 0.8, 3
# If a turn is written in several paragraphs, each has at least so many sentences.
PARTED, ENDED = 3, re.compile(r"[.?!]+[\"”’)]*(?=\s|$)")
# Programs that number who speaks number everybody.
COUNTED = re.compile(r"\d|[ _-][A-Z]$|^[A-Z]$")
# A label comes seldom if there are so many words to each: one person may well say as many.
SELDOM = 100
# Question and answer in a deposition: "Q. State your name.", "Q" and a tab. Both letters come at least so often, and
# so many follow the other: "A." may open an entry of a list.
EXAMINED = re.compile(r"\s*([QA])(?:[.:]\s+|[.:]?\t\s*)(?=\S)")
EACH, IN_TURNS = 2, 0.6


def examined(lines: Sequence[str]) -> list[str]:
    """The lines of a file; those of a deposition with a colon behind "Q" and "A"."""
    told = [found[1] for line in lines if (found := EXAMINED.match(line))]
    turns = sum(one != other for one, other in pairwise(told))
    often = min(told.count("Q"), told.count("A")) >= EACH
    if not often or turns < IN_TURNS * (len(told) - 1):
        return list(lines)
    return [
        EXAMINED.sub(r"\1: ", line, count=1) if EXAMINED.match(line) else line for line in lines
    ]


def known(texts: Iterable[str], least: int = 2) -> frozenset[str]:
    """The labels that the texts of one file begin with.

    If nearly every text begins with a name, or with what comes again, those are all. Else they are

    * generic labels, and names that are found `least` times. Once is enough behind the mark of another speaker, where
      one word alone must be a code, a first name or in capitals, or come again;
    * what comes again, if nearly every text that surely opens a turn begins with a name or with what comes again;
    * what stands behind the marks, if something does behind each that can hardly be words of the talk;
    * if nearly all names are sure by now, and each text without one may go on a long turn: the names of texts that may not.

    Sounds alone on their lines tell nothing.
    """
    told = [text for text in texts if text.strip() and not _is_aside(text)]
    if every := _everywhere([_label(text) for text in told]):
        return every
    heads = [label if (label := _label(text)) and _may_open(text, label) else "" for text in told]
    found = Counter[str]()
    for text, label in zip(told, heads, strict=True):
        found[label] += _weight(text, label, least)
    del found[""]
    sure = {label for label, count in found.items() if count >= least or is_generic(label)}
    again = Counter(opening := [_label(text) for text in _opening(told)])
    sure |= {label for label in _everywhere(opening) if again[label] > 1}
    sure |= _behind_marks(told, sure)
    named, surely = (sum(label in of for label in heads) for of in (found, sure))
    mostly = surely >= max(FEWEST, NEARLY_ALL * named)
    return frozenset(sure.union(_openers(told, heads) if mostly else ()))


def heading(texts: Iterable[str]) -> frozenset[str]:
    """The labels of a file whose captions nearly all begin with one; if all do, also those that come but once."""
    heads = [_label(text) for text in texts if text.strip()]
    every = _everywhere(heads)
    if not every or None in heads:
        return every
    return frozenset(head for head in heads if head and not _is_noise(head))


def headings(heads: Iterable[str]) -> frozenset[str]:
    """The labels among `heads`, which stand before times, alone on their lines: all of them, but for sounds, if most are
    names or come again; else none."""
    found = Counter(head for head in heads if not _is_noise(head))
    sure = sum(count for head, count in found.items() if count > 1 or is_label(head))
    return frozenset(found if 2 * sure > found.total() else ())


def _everywhere(heads: Sequence[str | None]) -> frozenset[str]:
    """The labels of a file by `heads`, what stands where each text would have one (None if nothing does): if nearly every
    text begins with a name, or with what comes again, those; else none."""
    found = Counter(head for head in heads if head and not _is_noise(head))
    sure = {label for label, count in found.items() if count > 1 or is_label(label)}
    many = sum(found[label] for label in sure)
    return frozenset(sure if many >= max(FEWEST, NEARLY_ALL * len(heads)) else ())


def _openers(texts: Sequence[str], heads: Sequence[str]) -> Iterator[str]:
    """The labels of a file in which every text begins with one or may go on the turn before; but not what stands at the
    head of a text that may go on."""
    may_go_on = _may_go_on(texts)
    if all(label or on for label, on in zip(heads, may_go_on, strict=True)):
        yield from (label for label, on in zip(heads, may_go_on, strict=True) if not on)


def _opening(texts: Sequence[str]) -> list[str]:
    """The texts that surely open turns: those behind marks; in a file without marks, those that cannot go on a turn."""
    going = zip(texts, _may_go_on(texts), strict=True)
    return _marked(texts) or [text for text, on in going if not on]


def _behind_marks(texts: Sequence[str], sure: AbstractSet[str]) -> frozenset[str]:
    """What stands as a label behind the marks of a file, if something does behind each mark. What may be words of the
    talk is none, unless it comes again or is `sure`."""
    heads = [_label(text) or "" for text in _marked(texts)]
    again = Counter(heads)
    told = {head for head in heads if head in sure or again[head] > 1 or not _may_be_said(head)}
    every = all(head and head in told for head in heads) and len(heads) >= FEWEST
    return frozenset(head for head in heads if every and not _is_noise(head))


def _may_be_said(head: str) -> bool:
    """Whether what stands before a colon may be words of the talk: "The answer is"; "I" alone is an interviewer."""
    words = [word.strip(',.?!…"“”').replace("’", "'") for word in head.casefold().split()]
    said = not FUNCTION.isdisjoint(word.partition("'")[0] for word in words)
    return words != ["i"] and (said or not NOT_NAMES.isdisjoint(words[:1]))


def _marked(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if CHEVRONED.match(text)]


def _may_go_on(texts: Sequence[str]) -> list[bool]:
    """Which texts may go on the turn before. `text.write` parts a long turn, and each part has PARTED sentences or more:
    so must the text, and the one before it."""
    long = [len(ENDED.findall(text)) >= PARTED for text in texts]
    return [False, *(one and other for one, other in pairwise(long))][: len(texts)]


def split(text: str, labels: frozenset[str]) -> tuple[str | None, str]:
    """The label of `labels` that `text` begins with, and what is said; None if there is none."""
    match = HEAD.fullmatch(text)
    label = _label(text)
    return (label, match[5]) if match and label in labels else (None, text)


def apart(text: str, labels: frozenset[str]) -> str:
    """`text` with a line break before each label of `labels` that stands behind the end of a sentence."""
    return INNER.sub(lambda found: "\n" if (found[1] or found[2]) in labels else found[0], text)


def marks_apart(text: str) -> str:
    """`text` with a line break before each mark of another speaker."""
    return INNER_MARK.sub("\n", text)


def is_alone(texts: Sequence[str], labels: frozenset[str]) -> bool:
    """Whether the lines of a file label one person alone, by name or office, and seldom: then whoever speaks after that
    person has no label."""
    told = [label for text in texts if (label := split(text, labels)[0])]
    marked = any(CHEVRONED.match(text) for text in texts)
    words = sum(len(text.split()) for text in texts)
    alone = len(set(told)) == 1 and not COUNTED.search(told[0])
    return alone and not marked and words >= SELDOM * len(told)


def marks(texts: Iterable[str], labels: frozenset[str]) -> re.Pattern[str]:
    """What opens the lines of another speaker who may have no label: chevrons, and dashes where labels have them."""
    dashed = any(DASHED.match(text) and split(text, labels)[0] for text in texts)
    return DASHED if dashed else CHEVRONED


def speaker(label: str | None) -> str | None:
    """The name in a label; None if the label says that it is not known."""
    name = " ".join((label or "").split())
    return None if not name or NOBODY.fullmatch(name) else name


def is_label(text: str) -> bool:
    """Whether a text is a label that programs put, or could be a person's name or role."""
    return is_generic(text) or is_name(text)


def is_generic(text: str) -> bool:
    """Whether a text is a label at once: "Speaker 1", "Moderator", "THE COURT"."""
    office = OFFICE.fullmatch(text) and text.isupper()
    return bool(office or GENERIC.fullmatch(text)) and text[0].isupper()


def is_nameless(label: str | None) -> bool:
    """Whether a label tells but a part, or that nobody is known: "Speaker 1", "Presenter", "spk_0"."""
    return bool(label and (ROLE.fullmatch(label) or NOBODY.fullmatch(label)))


def is_plain(text: str) -> bool:
    """Whether a text has but the signs that names have, and no more of them."""
    return re.fullmatch(NAME, text) is not None


def is_name(label: str) -> bool:
    """Whether a text could be a person's name or role: few words, with capitals if the script has any."""
    words = label.split()
    return (
        0 < sum(word not in SMALL for word in words) <= MOST_WORDS
        and all(map(_may_be_named, words))
        and not _is_noise(label)
        and (words[0].casefold() not in NOT_NAMES or OFFICE.fullmatch(label) is not None)
    )


def _may_open(text: str, label: str) -> bool:
    marked = CHEVRONED.match(text) and f"{label}:" in text
    named = label.split()[0].casefold() not in NOT_NAMES or _is_called(label)
    return is_label(label) or bool(marked and named)


def _weight(text: str, label: str, least: int) -> int:
    """How often a label counts that is found here: `least` times is enough."""
    if not SURELY.match(text):
        return 1
    if " " in label:
        return least if _is_called(label) else 1
    return (
        least
        if CODE.search(label)
        or label.isupper()
        or (label[:1].isupper() and is_first_name(label))
        or not SPOKEN.match(text)
        else (least + 1) // 2
    )


def _is_called(label: str) -> bool:
    """Whether a text names somebody if it stands behind a mark: as a label does, whatever stands in brackets behind it,
    or as a role does, in capitals or not."""
    bare = BEHIND.sub("", label)
    return is_label(bare) or ROLE.fullmatch(bare) is not None


def _is_noise(label: str) -> bool:
    return not (SOUNDS | UNHEARD).isdisjoint(label.casefold().split())


def _is_aside(text: str) -> bool:
    """Whether a text is a sound without a mark, and no label in brackets: "[Ann Lee]"."""
    label = _label(text)
    return is_sound(text) and not CHEVRONED.match(text) and not (label and is_label(label))


def _may_be_named(word: str) -> bool:
    letter = word[0].isalpha() and not word[0].islower()
    return letter or word[0] in "(&" or word in SMALL


def _label(text: str) -> str | None:
    match = HEAD.fullmatch(text)
    label = next(filter(None, match.groups()[:4]), None) if match else None
    return None if label and CHEVRONS.fullmatch(f"[{label}]") else label
