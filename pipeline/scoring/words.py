"""The words of a transcript as they are compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from pipeline.model import Transcript

# Hyphens part words, as people write "deep-learning" either way; apostrophes do not.
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# What counts as a comma or as the end of a sentence. Of several marks the first of these is taken.
MARKS = {"?": "?", ".": ".", "!": ".", ",": ",", ";": ",", ":": ","}
SPELLING = re.compile(r"is(ation|ations|e|ed|es|ing|er|ers|able)$")


@dataclass(frozen=True, slots=True)
class ScoredWord:
    """One word with all that is compared: its key, text, mark after it, sentence end, speaker; and its time, in
    milliseconds."""

    key: str
    text: str
    mark: str
    ends: bool
    speaker: str
    start: int = 0


def words(transcript: Transcript) -> Iterator[ScoredWord]:
    """The words of a transcript as they are compared."""
    for segment in transcript.segments:
        found = list(WORD.finditer(segment.text))
        for match, then in zip_longest(found, found[1:]):
            stop = then.start() if then else len(segment.text)
            yield ScoredWord(
                folded(match.group()),
                match.group(),
                _mark(segment.text[match.end() : stop], last=then is None),
                then is None,
                segment.speaker or "",
                segment.start,
            )


def folded(word: str) -> str:
    """The word without case, apostrophes and what British and American spelling differ by."""
    bare = word.lower().replace("’", "").replace("'", "")
    return SPELLING.sub(r"iz\1", bare).replace("behaviour", "behavior")


def _mark(after: str, *, last: bool) -> str:
    """The mark behind a word; none where the next word goes on without a space ("3.5", "next.js")."""
    parted = last or any(char.isspace() for char in after)
    return next((said for sign, said in MARKS.items() if sign in after), "") if parted else ""
