"""What captioners write that nobody said: marks of another speaker, and what is told of sounds."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from itertools import accumulate, pairwise

from pipeline.language.words import core, mark
from pipeline.model import Cue, Token, Transcript, text_of

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
GOES_ON = re.compile(rf"{DASH.pattern}(?!\d)")  # and no "-5"
DASHES = 2  # as often a talk must have them; one may stand for anything
# So many captions with one dash, at their head, tell that every change has one; and beside so many times more with two.
ALONE, BESIDE = 3, 4
# A dash and what stands between it and the capital of the first word: "- [crosstalk] No".
OPENS = re.compile(rf"{DASH.pattern}\s?(?:[\[(][^\])]*[\])]\s)?[\"'“‘(\[♪]*(\w)")
SOUND = re.compile(rf"{MARK.pattern}\s?[\[(]([^\])]*)[\])](?:\s{MARK.pattern}|$)")
ENDS = tuple('.?!…:—–-"”’)]♪♫')  # what stands before one
# What a caption puts apart: "(door slams)", "♪ Happy birthday ♪". In round brackets, what fits on one line of 42 letters:
# people speak longer asides.
APART = re.compile(r"\[[^\[\]]*\]|\([^()]{0,40}\)|[♪♫]+(?:[^♪♫]*[♪♫]+)?")


def is_sound(caption: str) -> bool:
    """Whether a caption holds nothing that was said: all of it stands in brackets or between notes. "[inaudible]"
    stands for a word."""
    rest, count = APART.subn("", caption)
    unheard = any(core(word).lower() in UNHEARD for word in caption.split())
    return count > 0 and not (core(rest) or unheard)


def noises(transcript: Transcript) -> frozenset[int]:
    """The positions of what is no speech: captions of sounds, "[Music]", "[audience laughs]", notes, "(door slams)"
    between sentences. Not "[inaudible]", which stands for a word, but what follows in "[inaudible 00:06]"."""
    tokens, told, found = transcript.tokens, lines(transcript), set[int]()
    edges = {len(tokens), *(line.start for line in told)}
    for line in told:
        if is_sound(text_of(tokens[line.start : line.stop])):
            found.update(line)
    for n, token in enumerate(tokens):
        if not token.text.strip("♪♫"):
            found.add(n)
        elif close := BRACKETS.get(token.text[0]):
            run = range(n, closing(tokens, n) + 1)
            words = {core(tokens[k].text).lower() for k in run}
            aside = close == "]" or (close == ")" and _between(tokens, run, edges))
            if words and (SOUNDS & words or aside):
                stands = UNHEARD & words and not SOUNDS & words
                found.update(run[1:] if stands else run)
    return frozenset(found)


def _between(tokens: Sequence[Token], run: range, edges: Set[int]) -> bool:
    """Whether what stands in brackets is part of no sentence, nor one: it has no mark, but what is before it ends with
    one, and a capital or another bracket follows."""
    ended = run.start in edges or tokens[run.start - 1].text.endswith(ENDS)
    after = "" if run.stop in edges else tokens[run.stop].text
    opens = not after or after[0] in BRACKETS or core(after)[:1].isupper()
    return ended and opens and not mark(tokens[run.stop - 1].text)


def sounds(transcript: Transcript, silent: frozenset[int]) -> tuple[Cue, ...]:
    """The segments in which there is nothing but what is no speech (`noises`), in order."""
    told = zip(transcript.cues, lines(transcript), strict=True)
    return tuple(cue for cue, line in told if line and silent.issuperset(line))


def lines(transcript: Transcript) -> list[range]:
    """The positions of the tokens of each segment."""
    edges = [0, *accumulate(map(len, transcript.by_cue()))]
    return [range(low, high) for low, high in pairwise(edges)]


def closing(tokens: Sequence[Token], opening: int) -> int:
    """The position of the token that closes the bracket which another opens; the one before that if none does."""
    close = BRACKETS.get(tokens[opening].text[0], "")
    run = [token.text for token in tokens[opening : opening + LONGEST_NOISE]]
    ends = (k for k, text in enumerate(run) if text[k == 0 :].rstrip(".,").endswith(close))
    return opening + (next(ends, -1) if close else -1)


def marks(transcript: Transcript) -> frozenset[int]:
    """The positions of the tokens that bear, or bore, a mark of another speaker in the raw text: its chevrons, or
    if it has none the dashes that open what is said, and what goes on in a caption of two."""
    words = [word.text for word in transcript.words]
    found = _marks(transcript)
    return _tokens_at([*found, *_going_on(transcript, words, found)], transcript)


def changes(transcript: Transcript) -> frozenset[int]:
    """The positions of the tokens with which another person begins, by the marks of the raw text. In "- [Laughter]"
    nobody does."""
    words = [word.text for word in transcript.words]
    found = [n for n in _marks(transcript) if not _is_sound(words, n)]
    return _tokens_at(found, transcript) - {0}


def tells_all(transcript: Transcript) -> bool:
    """Whether the raw text marks hardly less than every change: by chevrons, or by dashes that also stand alone in their
    captions. Elsewhere dashes tell one from the other in captions of two, and no more."""
    words = [word.text for word in transcript.words]
    return any(map(CHEVRONS.match, words)) or _open_turns(transcript, _dashes(words))


def doubtful(transcript: Transcript) -> frozenset[int]:
    """The positions of those of the `changes` that are not told for sure: the first dash of a caption of several, which
    may belong to the one who spoke before, and any that opens a caption where not every change is marked."""
    every = tells_all(transcript)
    dashes = [n for n in _marks(transcript) if DASH.match(transcript.words[n].text)]
    found = [those[0] for those in _by_caption(transcript, dashes) if len(those) > 1 or not every]
    return _tokens_at(found, transcript)


def _tokens_at(words: Sequence[int], transcript: Transcript) -> frozenset[int]:
    """The positions of the tokens that the raw words at these positions have become, or that follow them."""
    starts = [token.at.start for token in transcript.tokens]
    return frozenset(bisect_left(starts, n) for n in words) - {len(starts)}


def _marks(transcript: Transcript) -> list[int]:
    """The positions of the raw words that are, or open with, a mark: chevrons, or else dashes; where these open turns, all
    that open a caption, for a turn may break off or go on: "- and then, | - Mm-hm. | - he left." """
    words = [word.text for word in transcript.words]
    if chevrons := [n for n, word in enumerate(words) if CHEVRONS.match(word)]:
        return chevrons
    dashes = _dashes(words)
    if not _open_turns(transcript, dashes):
        return dashes
    heads = (first for first, _, _ in transcript.lines if GOES_ON.match(words[first]))
    return sorted({*dashes, *heads})


def _open_turns(transcript: Transcript, dashes: Sequence[int]) -> bool:
    """Whether dashes open turns, and not only parts of captions of two."""
    counts = [len(those) for those in _by_caption(transcript, dashes)]
    alone = counts.count(1)
    return alone >= ALONE and BESIDE * alone >= len(counts) - alone


def _by_caption(transcript: Transcript, dashes: Sequence[int]) -> Iterator[Sequence[int]]:
    """The dashes of each caption that opens with one."""
    for first, stop, _ in transcript.lines:
        those = dashes[bisect_left(dashes, first) : bisect_left(dashes, stop)]
        if those and those[0] == first:
            yield those


def _going_on(transcript: Transcript, words: Sequence[str], marks: Sequence[int]) -> Iterator[int]:
    """The dashes at the head of captions in which another begins by a dash: "- as we said. - No." """
    for first, stop, _ in transcript.lines:
        behind = marks[bisect_right(marks, first) : bisect_left(marks, stop)]
        if GOES_ON.match(words[first]) and any(DASH.match(words[n]) for n in behind):
            yield first


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
