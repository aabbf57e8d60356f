"""What the marks and capitals of a text say of its sentences, where it was written with care.

A full stop may be a word's own ("Ltd. in Leeds"), dots may stand for a pause ("I think it… it is"),
and what is quoted or in brackets has marks of its own ("'Stop!' he cried"): the small letter behind
them says that the sentence goes on. But some words are small wherever they stand ("lnd", "bip32").
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from pipeline.language.counts import count
from pipeline.language.heard import Heard, is_punctuated
from pipeline.language.tags import Tags
from pipeline.language.words import CAPITAL, core, head, is_abbreviation, mark, may_end, shape, tail

STOPS = (".", "?")
# So many lines of a punctuated transcript end with a stop: its lines are sentences or paragraphs. (In
# five transcripts of this kind: .99 and 1.0, or .26 to .63 where lines were broken by their length.)
STOPPED = 0.9
# Of the sentences that the marks tell, the network, which sees them, has this share otherwise: in less they are a
# writer's own; in more and more, and from the last one on altogether, a recogniser's that are as often wrong (docs/evaluation/sentences.md).
BELIEVED, HARDLY, DISBELIEVED = 0.08, 0.15, 0.2
# Words that are enough to tell; sentences that a text must outweigh, and the share of them that anybody's marks have
# otherwise.
ENOUGH, ASSUMED, USUAL = 300, 20, 0.03
CASED = 2 / 3  # as many of the words behind a stop have a capital where capitals say something
# What is written as it is, at the head of a sentence as well.
ADDRESS = re.compile(r"[/@#~_<>\\]|\w\.\w{2,}")
NUMBER = re.compile(r"\d(.*[^.])?")  # and not the "3." of a list
STOP = re.compile(r"[.?!…]")


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it was written."""

    heard: Sequence[Heard]
    marks: Sequence[str]
    trusted: bool  # its marks say where its sentences end
    cased: bool  # and its capitals where they begin
    lines: bool  # its lines were broken after sentences, not to fit a screen
    capitals: Set[str]  # words (in small letters) that have a capital somewhere
    smalls: Set[str]  # words that stand in small letters somewhere
    dotless: Set[str]  # words (in small letters) that stand somewhere without a dot behind them
    belief: float  # how far its marks are believed: 1 as a writer's own .. 0 as any other sign

    @classmethod
    def of(cls, heard: Sequence[Heard], tags: Sequence[Tags] = ()) -> "Written":
        """What `heard` is like; `tags` are the network's reading of it."""
        marks = [
            "." if is_unit(heard, n) and STOP.search(tail(item.text)) else mark(item.text)
            for n, item in enumerate(heard)
        ]
        doubt = _doubt(marks, tags)
        trusted = is_punctuated(heard) and doubt < DISBELIEVED
        words = [core(item.text) for item in heard]
        stopped = (
            word
            for item, word in zip(heard, words[1:], strict=False)
            if tail(item.text) in (".", "?", "!") and mark(item.text)
        )
        firsts = [word for word in stopped if word != word.lower() or is_english(word)]
        capital = sum(word != word.lower() for word in firsts)
        ends = [sign in STOPS for item, sign in zip(heard, marks, strict=True) if item.cue]
        return cls(
            heard,
            marks,
            trusted,
            cased=trusted and capital > CASED * len(firsts),
            lines=trusted and bool(ends) and sum(ends) >= STOPPED * len(ends),
            capitals={word.lower() for word in words if word and shape(word) == CAPITAL},
            smalls={word for word in words if word == word.lower()},
            dotless={
                word.lower()
                for item, word in zip(heard, words, strict=True)
                if not tail(item.text).startswith(".")
            },
            belief=min(1.0, max(0.0, (HARDLY - doubt) / (HARDLY - BELIEVED))),
        )

    def own(self, n: int) -> str | None:
        """The mark of word `n`, if it can be trusted; None where it is to be found out."""
        text = self.heard[n].text
        dot = may_end(text) and self.heard[n].cue == 0
        # "Ltd. in", "Fig. 2", and "Yes. and"
        number = NUMBER.fullmatch(self._after(n))
        unclear = self.cased and tail(text) == "." and (number or self._chosen(n + 1))
        return self.marks[n] if self.trusted and not dot and not unclear else None

    def ends(self, n: int) -> bool:
        """Whether a writer's stop stands behind word `n`, and a capital behind that. One dot may be a word's own ("Cpl.
        Miller"), and the pronoun has its capital anywhere."""
        after = core(self._after(n))
        opens = shape(after or "-") == CAPITAL and not re.match(r"I\b", after)
        stops = self.marks[n] in STOPS and tail(self.heard[n].text) != "."
        return self.cased and self.belief == 1 and stops and opens

    def astray(self, n: int) -> bool:
        """Whether a full stop and the small letter behind it cannot both be right, and the dot is no part of the word,
        which stands elsewhere without: "an option. and", but "Miller Ltd. in"."""
        text = self.heard[n].text
        stop = self.cased and self.marks[n] == tail(text) == "." and not may_end(text)
        return stop and self._chosen(n + 1) and core(text).lower() in self.dotless

    def goes_on(self, n: int) -> bool:
        """Whether what stands behind word `n` says that no sentence ends there."""
        word, signs = core(self.heard[n].text), tail(self.heard[n].text)
        if not self.cased:
            return False
        if word == "No" and signs == ".":  # "at No. 10"
            return self._after(n)[:1].isdigit() and not self._opens(n)
        said = signs != "." or is_abbreviation(word) or word == "etc"
        return said and bool(STOP.search(signs)) and self.small(n + 1)

    def stands(self, n: int) -> bool:
        """Whether the first word of a sentence is written small, and is meant to be."""
        if not self.cased or not n or not self.small(n):
            return False
        goes_on = self.heard[n - 1].cue > 1 or STOP.search(head(self.heard[n].text))
        name = not self._chosen(n) or ADDRESS.search(self._after(n))  # "lnd is", "cat /tmp/log"
        return bool(goes_on or (name and self._opens(n)))

    def small(self, n: int) -> bool:
        """Whether word `n` is in small letters."""
        word = core(self.heard[n].text) if n < len(self.heard) else ""
        return word == word.lower() and word[:1].isalpha()

    def line(self, n: int) -> bool:
        """Whether a line that is no sentence stays one, and begins with word `n`."""
        begins = self.lines and n > 0 and self.heard[n - 1].cue > 0
        return begins and not (self.cased and self.small(n))

    def _opens(self, n: int) -> bool:
        """Whether a stop stands before word `n`."""
        return not n or self.marks[n - 1] in STOPS

    def _after(self, n: int) -> str:
        """What stands after word `n`."""
        return "".join(item.text for item in self.heard[n + 1 : n + 2])

    def _chosen(self, n: int) -> bool:
        """Whether word `n` is small, but would have a capital if a sentence began with it."""
        if not self.small(n):
            return False
        word = core(self.heard[n].text)
        return is_english(word) or word in self.capitals


def _doubt(marks: Sequence[str], tags: Sequence[Tags]) -> float:
    """Of the sentences that the marks of a text tell, the share that the network has otherwise."""
    if len(marks) < ENOUGH:
        return 0.0
    ends = [sign in STOPS for sign in marks]
    otherwise = sum((tag.end > 0.5) != end for tag, end in zip(tags, ends, strict=False))
    return (otherwise + USUAL * ASSUMED) / (sum(ends) + ASSUMED)


def is_unit(heard: Sequence[Heard], n: int) -> bool:
    """Whether word `n` is a unit that is written like a title: "310 ms"."""
    return core(heard[n].text) == "ms" and n > 0 and heard[n - 1].text[-1:].isdigit()


def is_english(word: str) -> bool:
    """Whether `word`, in small letters, is one of the words everybody writes with a capital at the head of a sentence."""
    if len(word) == 1:
        return word in ("a", "i")
    return all(count(part) for part in re.split(r"\W+", word)) and bool(word)
