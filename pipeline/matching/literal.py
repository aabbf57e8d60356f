"""Literal search: where the listed and generated forms of a dictionary stand, by spaCy's matcher."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.dictionary import Dictionary
from pipeline.language.counts import IN_USE, count, pair_count
from pipeline.matching.forms import Form, by_words, forms

Words = tuple[str, ...]
# Letters of a name that is known in pieces, and how many pieces these are at most.
WHOLE, PIECES = 7, 5


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
        spans = [(start, stop, tuple(vocab.strings[name].split())) for name, start, stop in found]
        spans += self._in_pieces(keys)
        kept = (
            Match(start, stop, self._forms.get(words) or self._whole(words))
            for start, stop, words in _longest(spans)
        )
        return iter(sorted(kept, key=lambda match: match.start))

    def _in_pieces(self, keys: Sequence[str]) -> Iterator[tuple[int, int, Words]]:
        """Where a name stands letter for letter in pieces that are no phrase: "dapa gliflozin", "nano V NA saver"."""
        for start in range(len(keys)):
            for stop in range(start + 2, min(start + PIECES, len(keys)) + 1):
                words = tuple(keys[start:stop])
                if "".join(words) in self._closed and words not in self._forms and _is_odd(words):
                    yield start, stop, words

    def _whole(self, words: Words) -> tuple[Form, ...]:
        """The forms of the name that is set apart to these words."""
        whole = self._closed["".join(words)]
        return tuple(replace(form, words=words, how="compound", sure=True) for form in whole)

    @cached_property
    def _closed(self) -> dict[str, tuple[Form, ...]]:
        """The names by their letters."""
        return {
            "".join(words): several
            for words, several in self._forms.items()
            if sum(map(len, words)) >= WHOLE and several[0].how in ("name", "alias")
        }


def _is_odd(words: Words) -> bool:
    """Whether words are hardly said side by side, and one of them hardly at all."""
    apart = not all(pair_count(one, other) for one, other in pairwise(words))
    return apart and min(map(count, words)) < IN_USE


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
