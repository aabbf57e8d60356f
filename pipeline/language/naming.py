"""The words of a person's name, found in one way wherever one stands: on a programme, or in what is said.

Titles come off ("Dr.", and "Mayor" before a name in full), what stands within a name stays ("van der", "J. R."), and
accents do not matter in comparing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from pipeline.language.counts import IN_USE, common, count
from pipeline.language.names import PARTICLES, folded, is_first_name, is_last_name
from pipeline.language.spelling import capitalised

# Titles that stand before a family name alone; others are told by the name in full that follows.
TITLES = frozenset(
    "dr doctor prof professor mr mister mrs ms miss mx sir dame lord lady rev reverend".split()
)
# What opens a sentence has a capital for that alone.
NO_PART = frozenset(
    "I And But So We The This Our My It He She They You Today Welcome Thanks".split()
)
WORD = re.compile(r"[\"“‘'(\[]*([^\W\d_]+(?:['’-][^\W\d_]+)*)(\W*)")
OWNS = re.compile(r"['’]s$")
# What recognisers call the voices that they tell apart.
VOICE = re.compile(
    r"(?:speaker|spk|person|voice|participant|channel)[ _-]?(?:\d{1,3}|[A-Z])|[A-Z]", re.IGNORECASE
)
# Two names of which the first are the same and the last so alike (of 100) are one, misheard.
ALIKE = 60
# A name has so many words, what stands between them not counted.
MOST = 3


def is_voice(label: str) -> bool:
    """Whether a label is nobody's name, but only tells voices apart ("Speaker 0", "spk_1", "B")."""
    return VOICE.fullmatch(label) is not None


@dataclass(frozen=True, slots=True)
class Name:
    """A name that stands in a text: its words without titles, the places of the first and of what follows the last,
    and whether a title comes before it, a mark after, and whether it owns what follows ("Ann's")."""

    parts: tuple[str, ...]
    start: int
    stop: int
    titled: bool
    closed: bool
    owns: bool

    @property
    def is_full(self) -> bool:
        """Whether it has a family name beside the first."""
        return len(self.parts) > 1 and folded(self.parts[0]) not in PARTICLES

    @property
    def is_sure(self) -> bool:
        """Whether its words are hardly anything else: a first name, or a family name behind one that English has not,
        an initial, or a title."""
        first = folded(self.parts[0])
        if is_first_name(first) and (self.is_full or not self.titled):
            return True
        behind = self.titled if not self.is_full else len(first.strip(".")) < 2 or not count(first)
        return behind and self.has_family

    @property
    def has_family(self) -> bool:
        """Whether its last word is a family name, or none that English has."""
        return is_last_name(self.parts[-1]) or not count(folded(self.parts[-1]))

    @property
    def may_be_one(self) -> bool:
        """Whether its words are those of a name: a first name, or none that English has."""
        words = [folded(part) for part in self.parts]
        return (
            self.is_sure
            or is_first_name(words[0])
            or (self.is_full and not any(map(common, words)))
        )

    def __str__(self) -> str:
        return " ".join(self.parts)


def read(words: Sequence[str], at: int = 0) -> Name | None:
    """The name that begins at a place of a text (words with their marks), after titles; None if none does."""
    start = at
    while start < len(words) and _is_title(words, start):
        start += 1
    parts: list[str] = []
    between: list[str] = []
    size, stop, closed, owns = 0, start, False, False
    for n in range(start, len(words)):
        match = WORD.fullmatch(words[n])
        if match is None or size == MOST:
            break
        word, mark = match.groups()
        bare = OWNS.sub("", word)
        initial = len(word) == 1 and word.isupper() and word != "I"
        if (initial and mark in ("", ".")) or (parts and not mark and folded(word) in PARTICLES):
            between.append(word + mark)
            continue
        if not _is_part(bare, size, between):
            break
        parts += [*between, capitalised(bare)]
        between, size, stop = [], size + 1, n + 1
        closed, owns = bool(mark), bare != word
        if closed or owns:
            break
    if not size:
        return None
    return Name(tuple(parts), start, stop, start > at, closed or stop == len(words), owns)


def _is_part(word: str, size: int, between: Sequence[str]) -> bool:
    """Whether a word goes on a name that has `size` words so far, with `between` since the last ("J.", "van der")."""
    low = folded(word)
    if not word[0].isupper():  # "van der berg"
        return bool(size and between) and is_last_name(low) and not common(low)
    if re.split("['’]", word)[0] in NO_PART or len(word) == 1:
        return False
    if size < 2 or between:
        return (
            not size
            or bool(between)
            or is_last_name(low)
            or is_first_name(low)
            or count(low) < IN_USE
        )
    # A third word is mostly no name, where a mark is missing: "Chris Belcher Bitcoin".
    return is_last_name(low) and not common(low)


def _is_title(words: Sequence[str], at: int) -> bool:
    word = _word(words, at)
    if folded(word) in TITLES:
        return True
    first, family = _word(words, at + 1), _word(words, at + 2)
    return (
        words[at] == word
        and word.isalpha()
        and _describes(word, first)
        and all(one[:1].isupper() and one not in NO_PART for one in (word, first, family))
    )


def _describes(word: str, first: str) -> bool:
    """Whether a word before a first name is no name itself: "Mayor", "Councillor"."""
    return count(word.lower()) > 0 and not is_first_name(word) and is_first_name(first)


def _word(words: Sequence[str], at: int) -> str:
    match = WORD.fullmatch(words[at]) if at < len(words) else None
    return match.group(1) if match else ""


def parts_of(name: str) -> tuple[str, ...]:
    """The words of a name as a programme has it, without titles: "Dr. Maria Costa", "Moss, Helen", "Ann Lee, PhD"."""
    head, _, tail = re.sub(r"\(.*", "", name).partition(",")
    words, after = head.split(), tail.split()
    family = [word for word in words if folded(word) not in PARTICLES]
    if len(family) == 1 and after and is_first_name(after[0]):
        words = [*after, *words]
    while len(words) > 1 and (
        folded(words[0].rstrip(".")) in TITLES
        or (len(words) > 2 and _describes(words[0].rstrip("."), words[1]))
    ):
        words = words[1:]
    return tuple(words)


def is_name(name: str) -> bool:
    """Whether what a programme has for a person is a name; "AMD panellist" is none."""
    words = parts_of(name)
    if not words or not (words[0][0].isupper() or is_first_name(words[0])):
        return False
    last = folded(words[-1])
    return words[-1][0].isupper() or (
        is_first_name(words[0]) and (is_last_name(last) or is_first_name(last) or not count(last))
    )


def given_name(name: str) -> str:
    """What people are told apart by: the first word of a name, to compare."""
    words = parts_of(name)
    return folded(words[0].strip(".")) if words else ""


def people(names: Iterable[str]) -> list[str]:
    """The names of different people among `names`, each in full where it is told in full."""
    found: list[str] = []
    for name in sorted(set(names), key=lambda one: (-len(one), one)):
        if not any(same(name, other) for other in found):
            found.append(name)
    return found


def same(one: str, other: str) -> bool:
    """Whether two names may be one person's: one holds the other, or they differ as misheard ones do."""
    first, second = ([folded(word) for word in parts_of(name)] for name in (one, other))
    if set(first) <= set(second) or set(second) <= set(first):
        return True
    return first[0] == second[0] and ratio(first[-1], second[-1]) >= ALIKE
