"""Terms harvested from what was written about a talk: its title, abstract and slides.

What people write on a slide they also say. Taken are names, acronyms, words that are rare in English, and
phrases that come back; not taken are everyday words, which would only be something to fall for.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.language.counts import IN_USE, VERY_COMMON, count, pair_count
from pipeline.language.english import FUNCTION
from pipeline.language.lm import american
from pipeline.matching.suspects import general
from pipeline.model import Talk

WORD = re.compile(r"[^\W\d_]\w*(?:[-'’.&/][^\W_]\w*)*(?:\+\+|#)?|[.?!:;,()\[\]\"“”•|]")
ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|\S+/\S+/\S+")
JOINT = re.compile(r"[-./&]")
# A word of English is worth taking if it is rarer than the 12,000th, and a phrase if it comes back.
RARE, TIMES, LONGEST = 3_000_000, 2, 3
SHORTEST = 3  # letters: nothing shorter can be told from chance; "AI" and "UX" can
MOST = 300
# Headings and furniture of slides.
FURNITURE = frozenset(
    "slide slides page chapter section outline agenda references bibliography thanks thank questions figure "
    "fig table example examples overview introduction conclusion conclusions summary motivation workshop "
    "session abstract keynote tutorial et al etc".split()
)


class _Word(NamedTuple):
    """A word as it was written; `forced` if its case is none of its own: in a heading, or opening."""

    text: str
    forced: bool


def harvested(talk: Talk) -> tuple[str, ...]:
    """The terms in all that was written about a talk, in the order in which they come; at most MOST."""
    return terms_in(written(talk))


def written(talk: Talk) -> str:
    """All that was written about a talk: its titles, abstract and slides."""
    titles = [talk.title, talk.event, *(speaker.talk for speaker in talk.speakers)]
    return "\n".join([*titles, talk.abstract, talk.slides])


@cache
def terms_in(text: str) -> tuple[str, ...]:
    """The terms that a text uses: phrases that come back, singles that are rare or written specially."""
    runs = [run for line in ADDRESS.sub(" ", text).splitlines() for run in _runs(line)]
    own = {word.text.lower(): word.text for run in runs for word in run if not word.forced}
    cased = [[_cased(word, own) for word in run] for run in runs]
    cased = [[american(word) if word.islower() else word for word in run] for run in cased]
    singles = (_singular(word) for run in cased for word in run if _tells(word))
    return tuple(dict.fromkeys([*_phrases(cased), *singles]))[:MOST]


def _runs(line: str) -> Iterator[list[_Word]]:
    """The words of a line from mark to mark."""
    found = WORD.findall(line)
    long = [text for text in found if len(text) > SHORTEST]
    heading = 2 * sum(text[0].isupper() for text in long) > len(long)
    shouted = line.isupper() and len(found) > 1
    run: list[_Word] = []
    opens = True
    for text in found:
        if text[0].isalpha():
            bare = text.replace("’", "'").removesuffix("'s")
            run.append(_Word(bare.lower() if shouted else bare, shouted or heading or opens))
            opens = False
        else:
            yield run
            run, opens = [], text in ".?!:•|"
    yield run


def _cased(word: _Word, own: Mapping[str, str]) -> str:
    """The word as it is written where nothing forces its case, here or in technical talk at large."""
    said = word.text.lower()
    if not word.forced or word.text[1:] != word.text[1:].lower():
        return word.text
    return own.get(said) or _usual().get(said) or (said if count(said) else word.text)


@cache
def _usual() -> Mapping[str, str]:
    return {term.name.lower(): term.name for term in general()}


def _tells(word: str) -> bool:
    """Whether a word alone is worth looking for."""
    said = word.lower()
    if said in FUNCTION or said in FURNITURE or "'" in word:
        return False
    if word[1:] != word[1:].lower() or any(map(str.isdigit, word)):
        return len(word) >= SHORTEST or word.isupper()
    return len(word) > SHORTEST and all(count(part) < RARE for part in JOINT.split(said))


def _singular(word: str) -> str:
    """The word without a plural's ending: plurals are made of it again."""
    plural = word.islower() and word.endswith("s") and not word.endswith(("ss", "us", "is", "ics"))
    return word[:-1] if plural and len(word) > 2 * SHORTEST else word


def _phrases(runs: Iterable[Sequence[str]]) -> list[str]:
    """Phrases of content words that come back, and names of several words; the longest of each."""
    written: dict[tuple[str, ...], Counter[str]] = {}
    for run in runs:
        for size in range(2, LONGEST + 1):
            for words in (run[at : at + size] for at in range(len(run) - size + 1)):
                if _is_phrase(words):
                    said = tuple(map(str.lower, words))
                    written.setdefault(said, Counter())[" ".join(words)] += 1
    kept = {said: ways for said, ways in written.items() if ways.total() >= TIMES or _is_name(ways)}
    inside = {
        part
        for said, ways in kept.items()
        for part in (said[:-1], said[1:])
        if part in kept and kept[part].total() == ways.total()
    }
    return [ways.most_common(1)[0][0] for said, ways in kept.items() if said not in inside]


def _is_phrase(words: Sequence[str]) -> bool:
    """Whether words may be a term together: none of them empty, one of them telling."""
    said = [word.lower() for word in words]
    if any(word in FUNCTION or word in FURNITURE or len(word) < SHORTEST for word in said):
        return False
    together = all(pair_count(*two) for two in pairwise(said))
    return any(count(word) < VERY_COMMON for word in said) or not together


def _is_name(ways: Counter[str]) -> bool:
    """Whether a phrase is a name: written with capitals, and no word of it is usual English."""
    words = ways.most_common(1)[0][0].split()
    return all(word[:1].isupper() and count(word.lower()) < IN_USE for word in words)
