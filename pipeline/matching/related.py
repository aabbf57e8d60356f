"""Words that are another form of others, or their opposite: no sound tells which of them is meant."""

import re

from rapidfuzz.distance import Prefix

from pipeline.language.counts import count
from pipeline.language.english import FUNCTION

NEGATION = re.compile(r"\b(?:un|in|im|ir|non|dis|de|anti|a|semi)-?(?=[a-z]{4})")


def opposite(heard: tuple[str, ...], term: tuple[str, ...]) -> bool:
    """Whether the one denies the other: supervised and unsupervised, linear and nonlinear, micro- and macroeconomic."""
    sizes = ["".join(words).replace("micro", "macro") for words in (heard, term)]
    if sizes[0] == sizes[1] and "".join(heard) != "".join(term):
        return True
    if set(heard) & set(term):
        heard = tuple(word for word in heard if word not in term)
    denied = {NEGATION.sub("", word, count=1) for word in term} - set(term)
    denying = {NEGATION.sub("", word, count=1) for word in heard} - set(heard)
    same = but_for_the_denial(heard, term)
    return same or bool(denied & set(heard)) or bool(denying & set(term))


def but_for_the_denial(heard: tuple[str, ...], term: tuple[str, ...]) -> bool:
    """Whether a prefix is all that the one has more: where nothing was heard for it, as "and" is in "and
    supervised", the words stand as they are, and whoever reads them needs no such question."""
    one, other = (NEGATION.sub("", " ".join(words)).replace(" ", "") for words in (heard, term))
    return one == other and "".join(heard) != "".join(term)


def same_but_for_little(heard: tuple[str, ...], term: tuple[str, ...]) -> bool:
    """Whether function words alone, or function words for a word of the term, make the difference: "poverty
    of stimulus" may well have been said without "the", and "the learning" need not be *deep learning*."""
    one, other = ({word for word in words if word not in FUNCTION} for words in (heard, term))
    return bool(one) and one <= other


def same_stem(heard: tuple[str, ...], term: tuple[str, ...]) -> bool:
    """Whether they are the same but for the form of one word: training and train, learning engineering and learning
    engineer."""
    differ = [(one, other) for one, other in zip(heard, term, strict=False) if one != other]
    if len(heard) != len(term) or len(differ) != 1:
        return False
    one, other = differ[0]
    shared = Prefix.similarity(one, other)
    if shared < 4 or max(len(one), len(other)) - shared > 3:
        return False
    return bool(count(one)) or not _differ_within(one[shared:], other[shared:])


def _differ_within(one: str, other: str) -> bool:
    """Whether what two words do not begin with ends alike, and not as in a plural: "Fediment" is no form of Fedimint,
    nor is "utrexo" of Utreexo."""
    return bool(one and other) and one[-1] == other[-1] != "s"
