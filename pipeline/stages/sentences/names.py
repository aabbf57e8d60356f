"""What the dictionary says of sentences: its terms are not torn apart, and keep their own case."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.dictionary import Dictionary
from pipeline.language.tags import Tags
from pipeline.language.words import core
from pipeline.model import Place, Transcript, keys_in


@dataclass(frozen=True, slots=True)
class Names:
    """The terms of a dictionary, as far as sentences care."""

    phrases: dict[str, list[tuple[str, ...]]]  # by their first word
    written: frozenset[str]  # words whose case is the dictionary's
    titles: frozenset[tuple[str, ...]]  # phrases of which each word has a capital
    small: frozenset[tuple[str, ...]]  # and none

    @classmethod
    def of(cls, dictionary: Dictionary) -> "Names":
        """The terms of `dictionary`, and their other spellings."""
        phrases: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        written: set[str] = set()
        titles: set[tuple[str, ...]] = set()
        small: set[tuple[str, ...]] = set()
        for term in dictionary.terms:
            for name in (term.name, *term.aliases):
                words = keys_in(name)
                if len(words) > 1:
                    phrases[words[0]].append(words)
                    titles.update({words} if name.istitle() else ())
                    small.update({words} if name.islower() else ())
            written.update(word for word in map(core, term.name.split()) if word != word.lower())
        return cls(dict(phrases), frozenset(written), frozenset(titles), frozenset(small - titles))

    def within(self, words: Sequence[str]) -> frozenset[int]:
        """The positions of those of `words` (keys) after which a term goes on."""
        return frozenset(self._within(words))

    def _within(self, words: Sequence[str]) -> Iterator[int]:
        for place, _ in self._places(words):
            yield from place[:-1]

    def in_one_case(self, tags: Sequence[Tags], words: Sequence[str]) -> list[Tags]:
        """The readings of `words`, in which a capital on one word of a name ("Red Hat") speaks for the others, and a small
        letter on one word of a term ("machine learning") as well."""
        out = list(tags)
        for place, phrase in self._places(words):
            if phrase in self.titles or phrase in self.small:
                most, least = (max, min) if phrase in self.titles else (min, max)
                capital = most(tags[n].capital for n in place)
                lower = least(tags[n].lower for n in place)
                for n in place:
                    out[n] = out[n]._replace(capital=capital, lower=lower)
        return out

    def _places(self, words: Sequence[str]) -> Iterator[tuple[range, tuple[str, ...]]]:
        """Where terms of several words stand."""
        for n, word in enumerate(words):
            for phrase in self.phrases.get(word, ()):
                if tuple(words[n : n + len(phrase)]) == phrase:
                    yield range(n, n + len(phrase)), phrase

    def settled(self, transcript: Transcript) -> frozenset[int]:
        """The positions of tokens whose case is not the recogniser's, but the dictionary's."""
        return frozenset(
            n
            for n, token in enumerate(transcript.tokens)
            if (word := core(token.text)) in self.written
            or (
                word
                not in {form for heard in transcript.heard(token.at) for form in _forms(heard.text)}
                and not _inherited(transcript, n)
            )
        )


def _forms(heard: str) -> tuple[str, ...]:
    """How a word may stand that is still as it was heard: in small letters where all was in capitals."""
    word = core(heard)
    return (word, word.lower()) if word.isupper() and len(word) > 1 else (word,)


def _inherited(transcript: Transcript, n: int) -> bool:
    """Whether the capital of token `n` was that of a filler which stood before it."""
    token, before = transcript.tokens[n], transcript.tokens[n - 1].at.stop if n else 0
    dropped = transcript.heard(Place(before, token.at.start)) if before < token.at.start else ()
    word = core(token.text)
    return any(heard.text[:1].isupper() for heard in dropped) and word in {
        core(heard.text).capitalize() for heard in transcript.heard(token.at)
    }
