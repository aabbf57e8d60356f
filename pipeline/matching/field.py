"""Whether a talk is of a dictionary's field: where next to nothing of it is said, what sounds like it is chance.

Lectures of law, medicine or art are full of words the models do not know, and so of likenesses: "van Eyck"
(Vapnik), "mens rea" (MEMS). What tells them from a talk of the field that was badly heard is that nobody
says anything of the dictionary: even of the worst recogniser's words some are right.
"""

from collections.abc import Iterable, Mapping, Sequence

from pipeline.dictionary import Term
from pipeline.language.counts import common
from pipeline.language.numerals import is_number
from pipeline.model import key

# In 1,000 words of its field a dictionary of MANY terms is said at least OFTEN times (docs/evaluation/terms.md);
# a smaller one may be said seldom anywhere.
OFTEN, MANY = 7.0, 1_000
ASSUMED, WORDS = 1.0, 150  # so often, in so many words, before a word is read


def by_term(
    said: Sequence[tuple[Term, str]], words: int, terms: Sequence[Term]
) -> Mapping[str, float]:
    """For each term, by its name, how far a talk is of its field (`familiar`). `said` are the places where one stands as
    it is said, with their texts.

    What somebody lists of his own says nothing of the fields that ship, but what ships tells of his: general terms go by
    what is said of general terms, own ones by all. And an earnings call, however much it says of earnings, says nothing
    of software: what is of the field that ships goes by the terms of that field alone.
    """

    general = [text for term, text in said if term.is_general]
    of_field = [text for term, text in said if term.is_of_field]
    own = familiar((text for _, text in said), words, sum(term.is_own for term in terms))
    other = familiar(general, words, sum(term.is_general for term in terms))
    close = min(other, familiar(of_field, words, sum(term.is_of_field for term in terms)))

    def _rate(term: Term) -> float:
        return own if term.is_own else close if term.is_of_field else other

    return {term.name: _rate(term) for term in terms}


def familiar(said: Iterable[str], words: int, terms: int) -> float:
    """How much of what a dictionary's field would have is in a talk, 0 to 1: by this the odds of all that is found
    there fall. `said` are the texts of all places where a term stands as it is said, `words` and `terms` the
    numbers of the talk's words and the dictionary's terms."""
    if terms < MANY:
        return 1.0
    telling = sum(not _of_any_talk(text) for text in said)
    return min(1.0, (telling + ASSUMED) / (words + WORDS) * 1_000 / OFTEN)


def _of_any_talk(text: str) -> bool:
    """Whether it is a word that everybody says all day, or a number: a list may have "I" in it, and "Twenty"."""
    word, *more = text.split()
    return not more and (common(key(word)) or is_number(key(word)))
