"""Sentences by rule: what the recogniser wrote, pauses, line edges and the words that open sentences.

The baseline, and what is used where the network is switched off.
"""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.language.english import OPEN
from pipeline.language.heard import Heard, is_punctuated
from pipeline.language.tags import Tags
from pipeline.language.words import CAPITAL, core, mark, shape

OPENERS = frozenset("so and but well okay ok yeah yes now then because also actually".split())
SUBJECTS = frozenset(
    "i we you they he she it there this that these those i'm i've it's that's there's we're you're "
    "they're what how why if in for".split()
)
# How often a sentence ends there, counted on machine captions beside their human references.
RECOGNISED, CAPITALISED, OTHER_SPEAKER = 0.86, 0.85, 0.97
LONG_PAUSE, PAUSE, PAUSE_BEFORE_OPENER, OPENER = 0.8, 0.45, 0.65, 0.55
ENOUGH = 10  # words, before an opener alone starts another sentence


def by_rule(heard: Sequence[Heard]) -> list[Tags]:
    """Tags for each word, from evidence at hand."""
    words = [core(item.text).lower() for item in heard]
    trusted = is_punctuated(heard)
    small = {word for item, word in zip(heard, words, strict=True) if core(item.text) == word}
    out, length = [], 0
    for n, (item, following) in enumerate(pairwise([*heard, Heard("")])):
        length += 1
        ahead = words[n + 1 : n + 3]
        end = _written(item, following, small)
        if not trusted:
            end = max(end, _guessed(item, words[n], ahead, length))
        if end > 0.5:
            length = 0
        out.append(_tags(item, end))
    return out


def _tags(item: Heard, end: float) -> Tags:
    written = mark(item.text)
    comma = 0.8 if written == "," and end <= 0.5 else 0.0
    case = shape(core(item.text))
    capital = 0.9 if case == CAPITAL else 0.0
    stop, question = (0.0, end) if written == "?" else (end, 0.0)
    rest = max(0.0, 1.0 - end - comma)
    return Tags(rest, comma, stop, question, 1.0 - capital, capital)


def _written(item: Heard, following: Heard, small: set[str]) -> float:
    """How likely a sentence ends after `item`, by what the recogniser itself wrote."""
    if item.cue > 1:
        return OTHER_SPEAKER
    if mark(item.text) in (".", "?"):
        return RECOGNISED
    word = core(following.text)
    # A capital on a word that is small elsewhere is no name.
    if word and shape(word) == CAPITAL and word.lower() in small | OPENERS:
        return CAPITALISED
    return 0.0


def _guessed(item: Heard, word: str, ahead: Sequence[str], length: int) -> float:
    """How likely a sentence ends after `word`, by pauses and by the words `ahead`."""
    if word in OPEN or not ahead:
        return 0.0
    opens = ahead[0] in OPENERS
    if item.pause >= 1.0:
        return LONG_PAUSE if opens or item.pause >= 2.0 else PAUSE_BEFORE_OPENER
    if item.pause >= 0.5 and opens:
        return PAUSE_BEFORE_OPENER
    slow = item.slack is not None and item.slack >= 3.0
    if opens and (slow or (length >= ENOUGH and ahead[-1] in SUBJECTS)):
        return PAUSE_BEFORE_OPENER if slow else OPENER
    return PAUSE if item.pause else 0.0
