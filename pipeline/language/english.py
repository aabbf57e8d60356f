"""Words that English is full of: they tell the language of a text, and little of its subject."""

import re
from collections.abc import Iterable, Sequence

from pipeline.language.words import CAPITAL, core, shape
from pipeline.model import keys_in

# Sounds of one who looks for a word (keys).
FILLERS = frozenset("um umm ummm uhm uhmm uh uhh uhhh er erm ehm hm hmm hmmm mm".split())
# Words that join others: in lower case, apostrophes in them.
FUNCTION = frozenset(
    "a an the and or but if of to in on at by for with from as is are was were be been am it its it's "
    "this that that's these those i you he she we they me him her us them my your his our their so do "
    "does did not no yes oh well like just then than there here what which who how when where why all "
    "some any can could will would should may might have has had i'm we're you're i've don't".split()
)
# Nothing ends after these: they wait for another word.
OPEN = frozenset(
    "a an the my your his her its our their this these those of in on at to for with from by about "
    "into as than and or but if because when while which who that is are was were be been am do does "
    "did have has had can could will would should may might must very really just not no i we they "
    "he she you it's that's i'm there's we're you're they're so like".split()
)
# Few of these are words of another language (Danish has "for" and "have", Polish "to").
USUAL = frozenset(
    "the and to that it its you they this for with have not but from what can would about which just like know "
    "think are been were our your because".split()
)
# In a text of so many words or more, at least this share of them is usual if it is English. (Of 3,052 English recordings
# and notes the driest has .07, the next .08; a paragraph each of German, French, Spanish and Dutch had none.)
ENOUGH, LEAST = 50, 0.05


def may_be_small(text: str, heard: Iterable[str]) -> bool:
    """Whether a word at the head of a sentence would be small elsewhere: English is full of it, or the same talk has it
    in small letters among the words `heard`."""
    word = core(text)
    if shape(word) != CAPITAL or re.match(r"I\b", word):
        return False
    small = word.lower()
    return small.replace("’", "'") in FUNCTION or any(core(other) == small for other in heard)


def reads_like_english(words: Sequence[str]) -> bool:
    """Whether enough of the words are among the most usual ones, of the one language that the stages know; true of a
    text too short to tell."""
    keys = keys_in(" ".join(words))
    return len(keys) < ENOUGH or sum(word in USUAL for word in keys) >= LEAST * len(keys)
