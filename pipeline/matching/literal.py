"""Literal search: where the listed and generated forms of a dictionary stand, by spaCy's matcher."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.dictionary import Dictionary
from pipeline.matching.forms import Form, by_words, forms


class Match(NamedTuple):
    """Words `start` to `stop` (exclusive) are one of `forms`, which all consist of the same words."""

    start: int
    stop: int
    forms: tuple[Form, ...]


class Phrases:
    """All forms of a dictionary, ready to be looked for."""

    def __init__(self, dictionary: Dictionary) -> None:
        # spaCy takes most of a second to import: not for `--help`.
        from spacy.matcher import PhraseMatcher
        from spacy.tokens import Doc
        from spacy.vocab import Vocab

        self._vocab, self._doc = Vocab(), Doc
        self._matcher = PhraseMatcher(self._vocab)
        self._forms: dict[str, tuple[Form, ...]] = {}
        for words, claimed in by_words(forms(dictionary)).items():
            name = " ".join(words)
            self._forms[name] = tuple(claimed)
            self._matcher.add(name, [Doc(self._vocab, words=list(words))])

    def find(self, keys: Sequence[str]) -> Iterator[Match]:
        """Matches in the order of the words, the longest first among those that overlap."""
        doc = self._doc(self._vocab, words=list(keys))
        spans = [(start, stop, name) for name, start, stop in self._matcher(doc)]
        spans.sort(key=lambda span: (span[0] - span[1], span[0]))
        taken = [False] * len(keys)
        kept = []
        for start, stop, name in spans:
            if not any(taken[start:stop]):
                taken[start:stop] = [True] * (stop - start)
                kept.append(Match(start, stop, self._forms[self._vocab.strings[name]]))
        return iter(sorted(kept))
