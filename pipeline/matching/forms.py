"""The forms in which a term shows up in a transcript: as it is, inflected, split, spelled, misheard.

Entries list what nobody could guess; this module generates the rest: plurals and possessives,
regional spellings, "image net" for ImageNet, "L S T M" for LSTM, "res net fifty" for ResNet-50.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise
from typing import Literal

from pipeline.dictionary import Dictionary, Term
from pipeline.language.counts import IN_USE, VERY_COMMON, count, pair_count, split
from pipeline.language.numerals import in_words
from pipeline.language.spelling import british, plural
from pipeline.model import keys_in

How = Literal["name", "alias", "compound", "letters", "heard"]

JOINTS = re.compile(r"[\s\-_/.]+")
CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
HUMPED = re.compile(r"(?:[A-Z][a-z]{2,}){2,}|[ei][A-Z][a-z]{2,}")  # JavaScript, YouTube, iPhone
ACRONYM = re.compile(r"[A-Z]{2,6}")
HYPHENED = re.compile(r"[A-Z]+(?:-[A-Z]+)+")  # WSJT-X
HYPHEN = re.compile(r"-(?![A-Z])")
THOUSANDS = re.compile(r"\d+k")  # "a 10k run" is no 10-K
VERSION = re.compile(r"([A-Z]{2,6})[- ]?(\d+)")  # GPT-4
# With one of these, two words are a phrase of their own ("drop out", "set up") before they are a split.
PARTICLES = frozenset(
    "a an the i in out up off on over down back by to of for at as is it or and not no so do be we he my "
    "through about around under after before all any some one".split()
)
# Terms whose forms are made once, though a dictionary with one entry more is another.
REMEMBERED = 1 << 14

VOWELS = frozenset("aeiouy")
# What no one writes as a word of its own: "pre trained" is a split.
PREFIXES = frozenset("semi pre non multi self co re un inter meta hyper micro wi".split())


@dataclass(frozen=True, slots=True)
class Form:
    """`words` (keys, in order) stand for `term`, which then reads `reads`.

    A `sure` form is nothing else in English; any other one needs its context to decide.
    """

    words: tuple[str, ...]
    reads: str
    term: Term
    how: How
    sure: bool


def forms(dictionary: Dictionary) -> Iterator[Form]:
    """Every form of every term, inflected; none that is another term as it is written: *HTTPS* is no plural."""
    names: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for term in dictionary.terms:
        for form in (term.name, *term.aliases):
            names[keys_in(form)].add(term.name)
    for term in dictionary.terms:
        yield from (f for f in _of(term) if term.name in names.get(f.words, (term.name,)))


@lru_cache(maxsize=REMEMBERED)
def _of(term: Term) -> tuple[Form, ...]:
    """The forms of a term; of several origins of the same words that count which is sure of the reading, then the first."""
    found: dict[tuple[str, ...], Form] = {}
    own = [form for form in _basic(term) if form.words]
    own += [_said(form) for form in own]
    for form in chain(own, map(_respelled, own)):
        first = found.setdefault(form.words, form)
        # "s w r" is SWR, listed as misheard or not; "covid" is COVID if it is an alias.
        listed = first.how == "heard" or form.how == "alias"
        if form.sure and not first.sure and listed and form.reads == first.reads:
            found[form.words] = form
    own = [form for form in own if found[form.words] is form]
    inflected = list(chain.from_iterable(map(_inflected, own)))
    for form in chain(inflected, map(_respelled, inflected)):
        found.setdefault(form.words, form)
    return tuple(found.values())


def _basic(term: Term) -> Iterator[Form]:
    """The forms that are listed, and those that are the name split or joined."""
    name = keys_in(term.name)
    yield Form(name, term.name, term, "name", _is_name_sure(term.name))
    for alias in term.aliases:
        yield Form(keys_in(alias), term.name, term, "alias", sure=True)
    for form, reads in term.readings():
        words = keys_in(form)
        yield _ending(Form(words, reads, term, "heard", sure=False))
        if len(words) > 2 and all(len(word) == 1 for word in words):  # "m n a", as MNA
            yield Form(("".join(words),), reads, term, "heard", sure=False)
    for words in _compounds(term.name):
        if len(words) == 1 and term.category == "person":
            continue  # "petertodd" is how somebody is called elsewhere
        # "k means" is k-means, or what some k stands for.
        sure = all(len(word) > 1 for word in words)
        yield Form(words, term.name, term, "compound", sure)
    for words in _letters(term.name):
        yield Form(words, term.name, term, "letters", sure=_is_sure(words))


def _ending(form: Form) -> Form:
    """A listed form that ends in the plural of the term's own last word, no name, reads in the plural: what was heard
    right stays ("vision optimizations")."""
    *_, last = ["", *form.words]
    *_, own = ["", *form.reads.split()]
    as_listed = form.reads != form.term.name or not own.islower() or own.endswith("s")
    if as_listed or british(last) != british(plural(own)):
        return form
    return replace(form, reads=plural(form.reads))


def _said(form: Form) -> Form:
    """The form with its numbers in words ("python three times"): the same if there are none."""
    words = tuple(chain.from_iterable(map(in_words, form.words)))
    return form if words == form.words else replace(form, words=words, sure=False)


def _inflected(form: Form) -> Iterator[Form]:
    """The plural of a form, or for a name its possessive, which sounds the same."""
    *before, last = form.words
    # "a i" in the plural is "a is", which is nearly always something else.
    if form.how == "letters" and plural(last) in PARTICLES:
        return
    if last.endswith("s") or form.reads.endswith("s") or not last.isalnum():
        return
    if form.term.is_name:
        yield replace(form, words=(*before, f"{last}s"), reads=f"{form.reads}'s")
    else:
        yield replace(form, words=(*before, plural(last)), reads=plural(form.reads))


def _respelled(form: Form) -> Form:
    """The form in British spelling; the same if there is no other."""
    if not any("iz" in word or "or" in word for word in form.words):
        return form
    return replace(form, words=tuple(map(british, form.words)), reads=british(form.reads))


def _compounds(name: str) -> Iterator[tuple[str, ...]]:
    """The name with its joints opened, or closed: "image net", "semi supervised", "hyper parameter"."""
    pieces = [piece for word in JOINTS.split(name) for piece in _humps(word)]
    opened = keys_in(" ".join(pieces))
    if ACRONYM.fullmatch(name.removesuffix("s")):
        return
    if len(opened) == 1:
        opened = split(opened[0])
    hyphened = keys_in(JOINTS.sub(" ", name))
    # Of names the hyphen is no matter of taste: Gram-Schmidt.
    taste = HYPHEN.search(name) is not None
    for words in (opened, hyphened):
        if len(words) > 1 and not _is_phrase(words, hyphened=taste):
            yield words
    if len(hyphened) == 2 and count("".join(hyphened)) == 0:
        yield ("".join(hyphened),)


def _humps(word: str) -> list[str]:
    """ "ImageNet" as "Image" and "Net"; a word with signs in it ("C++") whole."""
    pieces = CAMEL.findall(word)
    return pieces if "".join(pieces) == word else [word]


def _is_phrase(words: tuple[str, ...], *, hyphened: bool) -> bool:
    """Whether the words stand together in English anyway, so that joining them would be a whim.

    A hyphen between two whole words ("cloud-native") is a matter of taste, and a talk has its own; three ("end fed half
    wave") are together nothing but the term.
    """
    together = all(pair_count(one, other) for one, other in pairwise(words))
    apart = len(words) == 2 and words[0] not in PREFIXES and min(map(count, words)) >= IN_USE
    return (
        together
        or (hyphened and apart)
        or bool(PARTICLES.intersection(words[1:] if len(words[0]) == 1 else words))
        or any(len(word) < 2 and not word.isdecimal() for word in words[1:])
    )


def _letters(name: str) -> Iterator[tuple[str, ...]]:
    """The ways a recogniser breaks an acronym: "g p u", "gp u", "g pu", and "gp use" for the plural; "g p t 4", "w s j t x"."""
    if version := VERSION.fullmatch(name):
        yield from ((*words, version[2]) for words in _letters(version[1]))
    if HYPHENED.fullmatch(name) and len(letters := keys_in(name)[0]) > 2:
        yield tuple(letters)
    if not ACRONYM.fullmatch(name):
        return
    letters = name.lower()
    for cuts in range(1, 2 ** (len(letters) - 1)):
        pieces, start = [], 0
        for n in range(1, len(letters)):
            if cuts >> (n - 1) & 1:
                pieces.append(letters[start:n])
                start = n
        pieces.append(letters[start:])
        # "so c", "a pi" and "is p" are words before they are letters; "a i" is what there is of AI.
        words = [piece for piece in pieces if len(piece) > 1 and count(piece)]
        if words and (all(map(_is_word, pieces)) or not PARTICLES.isdisjoint(words)):
            continue
        yield tuple(pieces)


def _is_word(piece: str) -> bool:
    return count(piece) > 0 if len(piece) > 1 else piece in "aio"


def _is_sure(words: tuple[str, ...]) -> bool:
    """Whether letters stand for nothing else: "g p u" does, but "a pi" and "to ml" have words in them."""
    return all(VOWELS.isdisjoint(word) for word in words)


def _is_name_sure(name: str) -> bool:
    """Whether the name is itself whatever its case: "cuda", "javascript" and "bell labs" are, "torch" is not."""
    words = keys_in(name)
    if len(words) > 1:
        return any(count(word) < VERY_COMMON for word in words)
    if HUMPED.fullmatch(name):  # in the lists of words, and none for all that
        return True
    return bool(words) and count(words[0]) == 0 and not THOUSANDS.fullmatch(words[0])


def by_words(every: Iterable[Form]) -> dict[tuple[str, ...], tuple[Form, ...]]:
    """Forms by the words they consist of: several terms may claim one mishearing."""
    table: dict[tuple[str, ...], tuple[Form, ...]] = {}
    for form in every:
        table[form.words] = (*table.get(form.words, ()), form)
    return table
