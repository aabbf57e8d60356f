"""What is known of a word before the network reads it, as it was heard.

The recogniser's own marks and capitals, the edges of caption lines, pauses and slow lines
are evidence for sentences: noisy, but cheap and often right. One place says how they are
counted, so that training and reading agree.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from pipeline.model import Token, Transcript

# A word's text without the marks round it; what stands inside stays ("don't", "U.S.A", "3.5").
_CORE = re.compile(r"[^\W_](?:.*[^\W_])?[+#%]*", re.DOTALL)

_LETTERS = re.compile(r"[^\W\d_]{1,2}(?:\.[^\W\d_])+")  # U.S, e.g, Ph.D
ABBREVIATIONS = frozenset("dr mr mrs ms st vs prof jr sr".split())

PAUSES = (0.2, 0.5, 1.0, 2.0)  # seconds: edges of the five kinds of pause
SLACKS = (0.5, 1.5, 3.0, 5.0)  # seconds a line took beyond the talk's usual pace

# Which bit says what: 18 in all.
CAPITAL, UPPER, MIXED = 1 << 0, 1 << 1, 1 << 2
COMMA, STOP, QUESTION = 1 << 3, 1 << 4, 1 << 5
CUE, SPEAKER = 1 << 6, 1 << 7
PAUSE, SLACK = 8, 13
FEATURES = 18

LONGEST_NOISE = 5  # tokens
UNHEARD = frozenset("inaudible unintelligible indiscernible unclear crosstalk".split())
# What is told of sounds: "[Laughter]" is nobody's name, and "(audience laughs)" no speech. Square brackets hold
# nothing that was said, the others may.
BRACKETS = {"[": "]", "(": ")", "<": ">", "*": "*"}
SOUNDS = frozenset(
    "laughter laughs laugh laughing laughed chuckles chuckle chuckling giggles applause applauds applauding "
    "clapping claps cheering cheers cheer music jingle silence noise coughs coughing sighs sighing sniffs sneezes "
    "gasps groans beep beeps beeping buzzing ringing rings inhales exhales clears whispers whispering speaking "
    "speaks chatter yawns crying".split()
)

# What captions put where another person begins: ">> Thank you.", "- Thank you." and "-Thank you."; whisper.cpp writes
# "[SPEAKER_TURN]".
CHEVRONS = re.compile(r"(?:>|&gt;){2,3}|\[SPEAKER_TURN\]")
DASH = re.compile(r"[-–](?![-–>])")
MARK = re.compile(rf"(?:{CHEVRONS.pattern}|{DASH.pattern})")
DASHES = 2  # as often a talk must have them; one may stand for anything
# A dash and what stands between it and the capital of the first word: "- [crosstalk] No".
OPENS = re.compile(rf"{DASH.pattern}\s?(?:[\[(][^\])]*[\])]\s)?[\"'“‘(\[♪]*(\w)")
SOUND = re.compile(rf"{MARK.pattern}\s?[\[(]([^\])]*)[\])](?:\s{MARK.pattern}|$)")
ENDS = tuple('.?!…:—–-"”’)]♪♫')  # what stands before one

LINE = 100  # characters: longer than this, a line is a paragraph

MARKS = {".": ".", "!": ".", "…": ".", "?": "?", ",": ",", ";": ",", ":": ",", "–": ",", "—": ","}


class Heard(NamedTuple):
    """A word as the recogniser wrote it, and what came after it."""

    text: str
    cue: int = 0  # 0 within a line, 1 a line ends after it, 2 and another speaker follows
    pause: float = 0.0  # seconds of silence after it; 0 where there is none or nobody knows
    slack: float | None = None  # seconds its line took beyond the usual; None where unknown


def core(text: str) -> str:
    """The word in `text` without the marks round it; nothing where it is all marks."""
    found = _CORE.search(text)
    return found.group() if found else ""


def head(text: str) -> str:
    """What stands before the word in `text`: opening quotes and brackets."""
    found = _CORE.search(text)
    return text[: found.start()] if found else ""


def tail(text: str) -> str:
    """What stands after the word in `text`: marks, closing quotes and brackets."""
    found = _CORE.search(text)
    return text[found.end() :] if found else text


def mark(text: str) -> str:
    """The mark that ends `text`: one of , . ? or nothing. The dot of "Dr." and "U.S." is none."""
    signs = tail(text)
    found = next((MARKS[sign] for sign in "?!.…:;,–—" if sign in signs), "")
    return "" if found == "." and signs.startswith(".") and is_abbreviation(core(text)) else found


def is_abbreviation(word: str) -> bool:
    """Whether a dot after `word` belongs to it."""
    return word.lower() in ABBREVIATIONS or bool(_LETTERS.fullmatch(word))


def may_end(text: str) -> bool:
    """Whether the dot at the end of `text` may end a sentence or belong to its letters: "the U.S.",
    "Samuel L."."""
    word = core(text)
    return tail(text).startswith(".") and (len(word) == 1 or bool(_LETTERS.fullmatch(word)))


def shape(word: str) -> int:
    """The bits of a word's capitals: none, Capital, UPPER or miXed."""
    if word == word.lower():
        return 0
    if len(word) > 1 and word == word.upper():
        return UPPER
    if word[0].isupper() and word[1:] == word[1:].lower():
        return CAPITAL
    return MIXED


def bits(heard: Heard) -> int:
    """All that is known of `heard` but the word itself, as a number of 18 bits."""
    code = shape(core(heard.text))
    code |= {"": 0, ",": COMMA, ".": STOP, "?": QUESTION}[mark(heard.text)]
    code |= (CUE if heard.cue else 0) | (SPEAKER if heard.cue > 1 else 0)
    if heard.pause > 0:
        code |= 1 << (PAUSE + sum(heard.pause >= edge for edge in PAUSES))
    if heard.slack is not None:
        code |= 1 << (SLACK + sum(heard.slack >= edge for edge in SLACKS))
    return code


def slacks(lines: Sequence[tuple[float, int]]) -> list[float | None]:
    """How much longer each line took than lines of its length do: (seconds, characters) in.

    Only short lines with a time of their own tell: nothing is said of long ones, nor
    of talks with fewer than ten lines.
    """
    paces = sorted(seconds / size for seconds, size in lines if seconds > 0 and 0 < size <= LINE)
    if len(paces) < 10:
        return [None] * len(lines)
    pace = paces[len(paces) // 2]
    return [
        seconds - pace * size if seconds > 0 and 0 < size <= LINE else None
        for seconds, size in lines
    ]


def noises(tokens: Sequence[Token]) -> frozenset[int]:
    """The positions of what is no speech: "[Music]", "[audience laughs]", notes. Not "[inaudible]", which stands
    for a word."""
    found: set[int] = set()
    for n, token in enumerate(tokens):
        if not token.text.strip("♪♫"):
            found.add(n)
        elif close := BRACKETS.get(token.text[0]):
            run = [one.text for one in tokens[n : n + LONGEST_NOISE]]
            ends = (k for k, text in enumerate(run) if text[k == 0 :].rstrip(".,").endswith(close))
            stop = next(ends, -1)
            words = {core(text).lower() for text in run[: stop + 1]}
            if SOUNDS & words or (words and close == "]" and not UNHEARD & words):
                found.update(range(n, n + stop + 1))
    return frozenset(found)


def marks(transcript: Transcript) -> frozenset[int]:
    """The positions of the tokens that bear, or bore, a mark of another speaker in the raw text: its chevrons, or
    if it has none the dashes that open what is said."""
    return _tokens_at(_marks([word.text for word in transcript.words]), transcript)


def changes(transcript: Transcript) -> frozenset[int]:
    """The positions of the tokens with which another person begins, by the marks of the raw text. In "- [Laughter]"
    nobody does."""
    words = [word.text for word in transcript.words]
    found = [n for n in _marks(words) if not _is_sound(words, n)]
    return _tokens_at(found, transcript) - {0}


def has_chevrons(transcript: Transcript) -> bool:
    """Whether the marks of the raw text are chevrons. A dash is less sure: the first of two may be of who spoke before."""
    return any(CHEVRONS.match(word.text) for word in transcript.words)


def _tokens_at(words: Sequence[int], transcript: Transcript) -> frozenset[int]:
    """The positions of the tokens that the raw words at these positions have become, or that follow them."""
    starts = [token.at.start for token in transcript.tokens]
    return frozenset(bisect_left(starts, n) for n in words) - {len(starts)}


def _marks(words: Sequence[str]) -> list[int]:
    return [n for n, word in enumerate(words) if CHEVRONS.match(word)] or _dashes(words)


def _is_sound(words: Sequence[str], mark: int) -> bool:
    """Whether there is nothing but a sound in brackets between a mark and the next one, or the end."""
    found = SOUND.match(_from(words, mark))
    return found is not None and not SOUNDS.isdisjoint(found[1].lower().split())


def _capital_follows(words: Sequence[str], dash: int) -> bool:
    found = OPENS.match(_from(words, dash))
    return found is not None and found[1].isupper()


def _from(words: Sequence[str], mark: int) -> str:
    """A mark, a sound as long as any, and the word after it."""
    return " ".join(words[mark : mark + LONGEST_NOISE + 2])


def _dashes(words: Sequence[str]) -> list[int]:
    """The positions of the dashes that open what another says: behind the end of a sentence and before a capital."""
    found = [
        n
        for n, word in enumerate(words)
        if DASH.match(word)
        and (_capital_follows(words, n) or _is_sound(words, n))
        and (n == 0 or words[n - 1].endswith(ENDS))
    ]
    return found if len(found) >= DASHES else []


def heard(transcript: Transcript) -> list[Heard]:
    """The tokens of `transcript`, each with what is known of it."""
    lines = transcript.by_cue()
    late = slacks(list(_paces(transcript)))
    out: list[Heard] = []
    speakers = [cue.speaker for cue in transcript.cues]
    for n, (tokens, slack) in enumerate(zip(lines, late, strict=True)):
        edge = 2 if speakers[n + 1 : n + 2] not in ([], [speakers[n]]) else 1
        if not tokens and out:
            # A line left without words ends where the line before it did.
            out[-1] = out[-1]._replace(cue=max(out[-1].cue, edge))
        for token in tokens:
            at_edge = edge if token is tokens[-1] else 0
            out.append(Heard(token.text, at_edge, _silence(transcript, token), slack))
    for n in changes(transcript):
        out[n - 1] = out[n - 1]._replace(cue=2)
    return out


def _paces(transcript: Transcript) -> Iterator[tuple[float, int]]:
    """Seconds and characters of each line."""
    for low, high in pairwise([*(int(cue.at) for cue in transcript.cues), len(transcript.words)]):
        words = transcript.words[low:high]
        seconds = (words[-1].end - words[0].start) / 1000 if words else 0.0
        yield seconds, sum(len(word.text) + 1 for word in words)


def _silence(transcript: Transcript, token: Token) -> float:
    """Seconds between the end of a token's last raw word and the next raw word."""
    stop = ceil(token.at.stop)
    if not 0 < stop < len(transcript.words):
        return 0.0
    return max(0, transcript.words[stop].start - transcript.words[stop - 1].end) / 1000
