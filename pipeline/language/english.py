"""Whether a text reads like English, the one language that the stages know."""

from collections.abc import Sequence

from pipeline.model import keys_in

# Few of these are words of another language (Danish has "for" and "have", Polish "to").
USUAL = frozenset(
    "the and to that it its you they this for with have not but from what can would about which just like know "
    "think are been were our your because".split()
)
# So many words tell it, and so large a share of them. (Of 3,052 English recordings and notes the driest has .07, the
# next .08; a paragraph each of German, French, Spanish and Dutch had none.)
ENOUGH, LEAST = 50, 0.05


def reads_like_english(words: Sequence[str]) -> bool:
    """Whether enough of the words are among the most usual ones; true of a text too short to tell."""
    keys = keys_in(" ".join(words))
    return len(keys) < ENOUGH or sum(word in USUAL for word in keys) >= LEAST * len(keys)
