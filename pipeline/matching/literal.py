"""Literal search: where the listed and generated forms of a dictionary stand, by spaCy's matcher."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.dictionary import Dictionary
from pipeline.matching.forms import Form, by_words, forms

Words = tuple[str, ...]


class Match(NamedTuple):
    """Words `start` to `stop` (exclusive) are one of `forms`, which all consist of the same words."""

    start: int
    stop: int
    forms: tuple[Form, ...]


class Phrases:
    """All forms of a dictionary, ready to be looked for."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._forms = by_words(forms(dictionary))

    @property
    def all(self) -> Iterable[tuple[Form, ...]]:
        """The forms, those of the same words together."""
        return self._forms.values()

    def find(self, keys: Sequence[str]) -> Iterator[Match]:
        """Matches in the order of the words, the longest first among those that overlap."""
        # spaCy takes most of a second to import: not for `--help`.
        from spacy.matcher import PhraseMatcher
        from spacy.tokens import Doc
        from spacy.vocab import Vocab

        vocab, said = Vocab(), set(keys)
        matcher = PhraseMatcher(vocab)
        # Of 20,000 forms a talk has the words for a few hundred; only those become patterns.
        for words in filter(said.issuperset, self._forms):
            matcher.add(" ".join(words), [Doc(vocab, words=list(words))])
        found = matcher(Doc(vocab, words=list(keys)))
        spans = ((start, stop, tuple(vocab.strings[name].split())) for name, start, stop in found)
        kept = (Match(start, stop, self._forms[words]) for start, stop, words in _longest(spans))
        return iter(sorted(kept, key=lambda match: match.start))


def spaced(words: Sequence[str]) -> str:
    """Words as one text, a space on either side of each: where a form stands in a talk, its text is in the talk's."""
    return f" {' '.join(words)} "


@lru_cache(maxsize=2)
def phrases(dictionary: Dictionary) -> Phrases:
    """The forms of a dictionary, made once: the project's for all its talks, a talk's own for all that look for it."""
    return Phrases(dictionary)


def _longest(spans: Iterable[tuple[int, int, Words]]) -> Iterator[tuple[int, int, Words]]:
    """Of spans that overlap the longest, and of those the first."""
    taken: set[int] = set()
    for start, stop, words in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if taken.isdisjoint(range(start, stop)):
            taken.update(range(start, stop))
            yield start, stop, words
