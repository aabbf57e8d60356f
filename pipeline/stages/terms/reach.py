"""How far a change of the dictionary reaches: the talks in which it can change anything, told before they are weighed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.dictionary import Dictionary, Term
from pipeline.matching.forms import forms
from pipeline.matching.literal import spaced
from pipeline.matching.sound import may_hear
from pipeline.matching.sound_index import SoundIndex, Spelled
from pipeline.model import Transcript
from pipeline.stages.terms import Terms
from pipeline.stages.terms.view import SearchView


@dataclass(frozen=True)
class Reach:
    """The forms that only one of two terms stages looks for, and the sounds, as rows of its index.

    In a talk that has none of them the two say the same, but that the entries move the odds of other terms a little.
    """

    forms: tuple[str, ...]
    sounds: tuple[tuple[SoundIndex, tuple[int, ...]], ...]

    @classmethod
    def of(cls, one: Terms, other: Terms) -> "Reach":
        """What parts the one from the other."""
        terms = set(one.dictionary.terms) ^ set(other.dictionary.terms)
        own = [[term for term in stage.dictionary.terms if term in terms] for stage in (one, other)]
        written = set.symmetric_difference(*map(_forms, own))
        said = set.symmetric_difference(*map(_sounds, own))
        indices = [stage.sounds for stage in (one, other) if said and stage.sound]
        rows = [tuple(n for n, e in enumerate(index.spelled) if e in said) for index in indices]
        return cls(
            tuple(sorted({spaced(words) for words, _ in written})),
            tuple((index, which) for index, which in zip(indices, rows, strict=True) if which),
        )

    def is_written(self, talk: Transcript) -> bool:
        """Whether one of the forms is written in a talk, as the stage meets it."""
        keys = spaced([token.key for token in talk.tokens if token.key])
        return any(form in keys for form in self.forms)

    def is_heard(self, talk: Transcript) -> bool:
        """Whether something in a talk sounds like one of the sounds, and may be worth a second look."""
        view = SearchView.of(talk, 0)
        texts = [token.text for token in view.tokens]
        return any(may_hear(texts, index, rows, view.edges) for index, rows in self.sounds)


def _forms(terms: Iterable[Term]) -> set[tuple[tuple[str, ...], tuple[object, ...]]]:
    """The words of all forms of terms, each with all else that the stage goes by."""
    every = forms(Dictionary((*terms,)))
    return {
        (form.words, (form.reads, form.how, form.sure, form.term.near, form.term.is_own))
        for form in every
    }


def _sounds(terms: Sequence[Term]) -> set[Spelled]:
    """What is listened for of terms."""
    return {*SoundIndex.of(terms).spelled}
