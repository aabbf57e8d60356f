"""One case for a name all through a talk: where the network is sure of it once, it is one elsewhere, too."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.language.english import FUNCTION
from pipeline.language.heard import Heard
from pipeline.language.tags import Tags
from pipeline.language.words import core
from pipeline.stages.sentences.written import is_english

# What the network must grant a capital for the word to be a name; and an end before it at most, as any word has a
# capital where a sentence begins.
NAMED, AMID = 0.75, 0.2
# Of little words so many have a capital where sentences have one.
OPENING = 0.02


def alike(heard: Sequence[Heard], tags: Sequence[Tags]) -> list[Tags]:
    """The readings of the words `heard`, in which the surest reading of a name speaks for the others of the same talk:
    of a word that English has not ("coinjoin"), and of two side by side ("Air Force") where one has its capital. Where
    sentences had capitals already, names had theirs: there each word stands for itself."""
    own = [core(item.text) for item in heard]
    words = [word.lower() for word in own]
    if _has_capitals(own):
        return list(tags)
    amid = [n for n in range(1, len(words)) if tags[n - 1].end < AMID]
    return _pairs(words, _words(words, tags, amid), amid)


def _has_capitals(words: Sequence[str]) -> bool:
    little = [word for word in words if word.lower() in FUNCTION and word[0] not in "iI"]
    return sum(word[0].isupper() for word in little) > OPENING * len(little)


def _words(words: Sequence[str], tags: Sequence[Tags], amid: Sequence[int]) -> list[Tags]:
    best: dict[str, Tags] = {}
    for n in amid:
        word, tag = words[n], tags[n]
        if _is_named(tag) and tag.lower < best.get(word, tag._replace(lower=1.0)).lower:
            best[word] = tag
    names = {word: tag for word, tag in best.items() if _is_foreign(word)}
    return [
        _cased(tag, names[word]) if word in names else tag
        for word, tag in zip(words, tags, strict=True)
    ]


def _pairs(words: Sequence[str], tags: Sequence[Tags], amid: Sequence[int]) -> list[Tags]:
    """The readings, with both words of a pair in capitals if one is, and both are somewhere."""
    out, inner = list(tags), {n for n in amid if _is_named(tags[n])}
    small = FUNCTION | {""}
    names = {
        pair: (tags[n], tags[n + 1])
        for n, pair in enumerate(pairwise(words))
        if {n, n + 1} <= inner and not small.intersection(pair)
    }
    for n, pair in enumerate(pairwise(words)):
        if pair in names and not inner.isdisjoint((n, n + 1)):
            out[n], out[n + 1] = map(_cased, out[n : n + 2], names[pair])
    return out


def _is_named(tag: Tags) -> bool:
    return max(tag.capital, tag.upper) > NAMED


def _is_foreign(word: str) -> bool:
    return len(word) > 1 and word not in FUNCTION and not is_english(word)


def _cased(tag: Tags, name: Tags) -> Tags:
    """A reading with the case of another, if it has none of its own."""
    if _is_named(tag):
        return tag
    return tag._replace(lower=name.lower, capital=name.capital, upper=name.upper)
