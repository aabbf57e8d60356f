"""Cases in which a candidate is never written without a person's eyes, however likely it seems.

Each is a class of mistakes that context hardly tells apart, or that costs more than it mends.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise, starmap

import numpy as np
from rapidfuzz.fuzz import ratio

from pipeline.language.counts import common, count, pair_count
from pipeline.language.english import FUNCTION
from pipeline.language.names import folded, is_first_name, is_last_name
from pipeline.language.numerals import is_number, is_other_number
from pipeline.language.words import core, mark, may_end
from pipeline.matching.related import (
    but_for_the_denial,
    opposite,
    same_but_for_little,
    same_stem,
)
from pipeline.matching.sound_evidence import strange
from pipeline.matching.sound_index import Found, SoundIndex, Spelled, Talked
from pipeline.matching.sound_search import Floats
from pipeline.matching.spelled import cuts_letters, initials, spells
from pipeline.model import key

SUGGESTED = 0.5  # the most that such a candidate is given: enough to be shown, never to be written
SHORT = 4  # phones: "can" is not GAN, "could" alone is not CUDA
MIDDLING, FAR = 8, 0.265  # phones of a term that must be nearer than that
# A name nobody knows may be another that the talk never says if it is so near, or spelled so much like it (of 100).
STRANGER, SPELLED = 0.12, 75
JUST_SO = 0.02  # distance up to which words are said as the term is
SAME = 0.1  # distance up to which two names are one, spelled twice: Corey and Cory
SPELLED_OUT = 0.225  # distance from which a word that nobody knows is spelled too well for the term
APART = 0.36  # distance of the words that differ: beyond it the search would not offer them alone
PLURAL_LETTER = re.compile(r"[b-hj-z]['’]?s[.,!?;:]?", re.IGNORECASE)  # "with two ls"
OWN_NAME = re.compile(r"\bmy name(?:s| is)\b")
ADDRESS = re.compile(r"\w\.\w{2,}")
CLAUSE = frozenset("whats thats theres heres its whos hes shes".split())
SURELY = 0.9  # so likely, what shares half a compound with a term is all of it
PART = 4  # letters of a half of a closed compound
ENDING = 3  # letters that a form may have more than what was heard


@dataclass(frozen=True)
class _Likeness:
    """Words `start` to `stop` of a talk, and the form of a term that they sound like, how far they are from it and how
    likely they mean it; `said` are all words of the talk, `people` the names of the dictionary's people."""

    talk: Talked
    start: int
    stop: int
    term: Spelled
    distance: float
    likely: float
    said: frozenset[str]
    people: frozenset[tuple[str, ...]]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The words as they are written there."""
        return self.talk.texts[self.start : self.stop]

    @cached_property
    def heard(self) -> tuple[str, ...]:
        """The same in the language model's form."""
        return self.talk.flat[self.talk.offsets[self.start] : self.talk.offsets[self.stop]]


def most_allowed(
    talk: Talked, index: SoundIndex, found: Found, likely: Floats
) -> tuple[Floats, list[str]]:
    """The highest probability each of the candidates, so `likely`, may have; and why, where it is only shown."""
    said = frozenset(talk.flat)
    people = frozenset(entry.words for entry in index.spelled if entry.person)
    rows = (found.start, found.stop, found.which, found.distance, likely)
    limits = [
        _limit(_Likeness(talk, start, stop, index.spelled[which], distance, chance, said, people))
        for start, stop, which, distance, chance in zip(
            *(row.tolist() for row in rows), strict=True
        )
    ]
    return np.array([most for most, _ in limits], dtype=np.float32), [why for _, why in limits]


def _limit(one: _Likeness) -> tuple[float, str]:
    if (
        _stands_there(one.heard, one.term.words)
        or is_other_number([*map(key, one.texts)], one.term.text)
        or cuts_letters(one.talk.texts, one.start, one.stop)
    ):
        return 0.0, ""
    kind = next(_kinds(one), "")
    return (SUGGESTED if kind else 1.0), kind


def _kinds(one: _Likeness) -> Iterator[str]:
    """The kinds of what is only shown that a candidate is of, as a reader is told them."""
    if _same_name(one):
        yield "a name that is said the same"
    yield from _by_words(one.heard, one.term.words)
    yield from _by_letters(one)
    yield from (kind for kind, is_of in KINDS.items() if is_of(one))


def limited(chances: Floats, most: Floats) -> Floats:
    """The probabilities under their limits; what is only shown keeps its order, and says at most half."""
    shown = chances / (1 + chances)
    return np.minimum(np.where(most <= SUGGESTED, shown, chances), most)


def _short_or_far(one: _Likeness) -> bool:
    """Whether the term is so short that it is a little like anything: "deep Q" like GPU, "can" like GAN."""
    phones = len(one.term.phones)
    word = phones <= SHORT and len(one.texts) == 1 and len(key(one.texts[0])) <= SHORT
    return word or (phones <= MIDDLING and one.distance > FAR)


def _alike_in_part(one: _Likeness) -> bool:
    """Whether words that stand in both make the two alike: "unsupervised versus" and *unsupervised learning*, "be
    cashflow" and *free cash flow*, "state chain" and *sidechain*. What is left must sound alike as well; its distance
    is estimated by its letters."""
    heard, term = one.heard, one.term
    ends = combinations(range(len(term.words) + 1), 2)
    both = {"".join(term.words[low:high]) for low, high in ends}
    shared = [word for word in heard if word in both or _is_part(word, one)]
    last = one.talk.phones[one.stop - 1]
    if term.text[-1].isdigit() and is_number(heard[-1]) and term.phones.endswith(last):
        shared.append(heard[-1])
    size = max(sum(map(len, heard)), sum(map(len, term.words)))
    rest = size - sum(map(len, shared))
    return 0 < rest < size and one.distance * size / rest > APART


def _is_part(word: str, one: _Likeness) -> bool:
    """Whether one of several words that were heard is a half of a closed compound, and no more speaks for it: "face
    poking" may surely be *Facebook*."""
    return (
        len(one.heard) > 1
        and one.likely < SURELY
        and any(
            PART <= len(word) <= len(whole) - PART
            and (whole.startswith(word) or whole.endswith(word))
            for whole in one.term.words
        )
    )


def _hardly_a_name(one: _Likeness) -> bool:
    """Whether one plain word would become a name that the talk never says: closer and Clojure, "a carpenter" and
    Karpenter. What everybody says all day is nobody's name, said or not: people and Peepul."""
    name = one.term.text.removesuffix("'s")
    spoken = [*map(key, one.texts)]
    words = [word for word in spoken if len(spoken) == 1 or word not in FUNCTION]
    plain = len(words) == 1 and count(words[0]) and not _nearer(spoken, words[0], key(name))
    if not plain or " " in name or name == name.lower():
        return False
    return key(name) not in one.said or common(words[0])


def _same_name(one: _Likeness) -> bool:
    """Whether one plain name would become another that is said the same, of somebody who is there or whom somebody
    listed: "Corey" and Cory of the programme."""
    heard, term = one.heard, one.term
    somebody = term.person and term.own and heard not in one.people
    if not somebody or len(heard) != 1 or len(term.words) != 1 or one.distance > SAME:
        return False
    name = heard[0].removesuffix("'s")
    known = not common(name) and (is_first_name(name) or is_last_name(name))
    return known and _ordinary(heard[0], term.words[0])


def _another_person(one: _Likeness) -> bool:
    """Whether somebody's name would become another's: Peter Novak and Peter Norvig, Christine Payne and Chris
    Benson. Who gives his own name may be anybody."""
    names = [_name(part) for part in one.term.text.split()]
    if len(names) < 2 or not is_first_name(names[0]):
        return False
    said = [_name(text) for text in one.texts]
    # "Tennyson" is no Ted Nelson.
    if len(said) == 1 and is_last_name(said[0]) and said[0] != names[-1]:
        return True
    pairs = (pair for pair in pairwise(said) if is_first_name(pair[0]) and is_last_name(pair[1]))
    before = one.talk.texts[max(0, one.start - 3) : one.start]
    own = OWN_NAME.search(" ".join([*map(key, before), *said[:-1]]))
    return own is not None or any(pair[1] != names[-1] for pair in pairs)


def _no_family_name(one: _Likeness) -> bool:
    """Whether one word behind a first name, where it may be a name, would become something else: Charlie Jarrett and
    *Jira*."""
    term = one.term
    if not one.start or len(one.texts) > 1 or term.person or is_last_name(_name(term.text)):
        return False
    before, said = one.talk.texts[one.start - 1], _name(one.texts[0])
    named = is_first_name(_name(before)) and not common(key(before)) and before[-1].isalpha()
    return named and (is_last_name(said) or not count(said))


def _somebody(one: _Likeness) -> bool:
    """Whether a first name and a word with a capital behind it, anybody's name, would become what is no person: "Eric
    Syrian" and *Ericsson*, "Sid Mcanally" and *Silicon Valley*."""
    first, *others = one.term.text.split()
    unknown = bool(others) and one.term.text.istitle() and not count(key(others[-1]))
    if one.term.person or is_first_name(_name(first)) or unknown:
        return False
    return any(
        first.istitle()
        and is_first_name(_name(first))
        and core(last).istitle()
        and not (common(key(last)) or key(last) in one.term.words)
        for first, last in pairwise(one.texts)
    )


def _another_name(one: _Likeness) -> bool:
    """Whether a word that nobody knows, with a capital where no sentence begins, would become a name that is only
    somewhat like it and that the talk never says: "Samuelson and Solow" and *Sulla*."""
    word, name = (text.removesuffix("'s") for text in (core(one.texts[0]), one.term.text))
    if len(one.texts) > 1 or one.distance < STRANGER or not (word.istitle() and name.istitle()):
        return False
    inside = one.start > 0 and mark(one.talk.texts[one.start - 1]) not in (".", "?")
    other = not count(key(word)) and ratio(key(word), key(name)) < SPELLED
    return inside and other and " " not in name and key(name) not in one.said


def _joined(one: _Likeness) -> bool:
    """Whether plain words with a hyphen between them would become what the talk never says and is not said just so:
    "get-ups" is no *GitOps*, but "non-gap" is *non-GAAP*."""
    joined = len(one.texts) == 1 and "-" in one.texts[0]
    plain = all(len(word) == 1 or count(word) for word in one.heard)
    return joined and plain and one.distance > JUST_SO and not one.said.issuperset(one.term.words)


def _over_an_end(one: _Likeness) -> bool:
    """Whether a sentence ends among the words, and the next begins with a capital, or a number behind a comma: "no. Vack"
    is no *Novak*, "yes, three miles" no *S3*."""
    return any(
        (mark(word) in (".", "?") and not may_end(word) and core(after)[:1].isupper())
        or (mark(word) == "," and is_number(key(after)))
        for word, after in pairwise(one.texts)
    )


def _cuts_number(one: _Likeness) -> bool:
    """Whether a part of a number would be lost: "two thousand nineteen" is no two COVID-19."""
    texts, start, stop = one.talk.texts, one.start, one.stop
    numbers = [is_number(key(text)) for text in texts[max(0, start - 1) : stop + 1]]
    before = start > 0 and numbers[0] and numbers[1]
    return before or (stop < len(texts) and numbers[-1] and numbers[-2])


def _is_clause(one: _Likeness) -> bool:
    """Whether the words begin as a clause does: "What's up?" is no *WhatsApp*."""
    return len(one.texts) > 1 and key(one.texts[0]) in CLAUSE


def _dotted(one: _Likeness) -> bool:
    """Whether a dot stands within a word, as in addresses, or behind one where no sentence ends: "pp. 181" is short
    for something."""
    after = "".join(one.talk.texts[one.stop : one.stop + 1])[:1]
    short = one.texts[-1].endswith(".") and (after.islower() or after.isdigit())
    return short or any(map(ADDRESS.search, one.texts))


def _spelled_otherwise(one: _Likeness) -> bool:
    """Whether a word that nobody knows was written down as it was heard, and the term is not near it: "Gly Buride" is no
    *glimepiride*, "dalba van sin" no *daptomycin*, but another name that nobody has listed."""
    return one.distance >= SPELLED_OUT and any(map(strange, one.texts))


KINDS: dict[str, Callable[[_Likeness], bool]] = {
    "so short a term is a little like much": _short_or_far,
    "alike only where the words are the same": _alike_in_part,
    "a plain word, for a name that is not said here": _hardly_a_name,
    "one person's name for another's": _another_person,
    "behind a first name, it may be a family name": _no_family_name,
    "somebody's name, for what is nobody": _somebody,
    "a name that nobody knows, for another that is not said here": _another_name,
    "plain words that somebody joined": _joined,
    "a sentence or clause ends within it": _over_an_end,
    "a clause of its own": _is_clause,
    "part of a number": _cuts_number,
    "an address, or short for something": _dotted,
    "a word that nobody knows, and not near": _spelled_otherwise,
}


def _name(text: str) -> str:
    return folded(text.strip(".,!?;:\"'“”")).removesuffix("'s")


def _by_letters(one: _Likeness) -> Iterator[str]:
    """Letters said one by one are meant: "p h d" is no PHP."""
    said = spells(one.texts)
    # A small s is that of a plural.
    if said and said != key(one.term.text.removesuffix("s")):
        yield "letters, for other letters"
    if any(map(PLURAL_LETTER.fullmatch, one.texts)):
        yield "a letter of which there are several"


def _by_words(heard: tuple[str, ...], term: tuple[str, ...]) -> Iterator[str]:
    if not heard or not term:
        yield "not a word"
        return
    if opposite(heard, term):
        yield "the one denies the other"
    if same_stem(heard, term):
        yield "the same but for the form of a word"
    if same_but_for_little(heard, term):
        yield "function words make the difference"
    if all(len(word) == 1 for word in term):
        # Letters, spelled or not: "USA the" is no better as U.S than as USB.
        term = ("".join(term),)
    if _longer(heard, term):
        yield "the same but for an ending"
    if not FUNCTION.isdisjoint((term[0], term[-1])):
        yield "a phrase before it is a term"  # "the model"
    little = [word for word in heard if word not in FUNCTION]
    if len(little) == len(term) == 1 and not _nearer(heard, little[0], term[0]):
        if _ordinary(little[0], term[0]):
            yield "one plain word for another"
        if initials(little[0], term[0]):
            plain = len(little[0]) > 1 and count(little[0])
            if plain:
                yield "a short word, for a short name or letters"
            yield "letters, for other letters"
    if not little and (all(map(count, term)) or len("".join(term)) == 2):
        yield "nothing but function words"  # "by these" is no bias, "the I" no AI, but "could a" may be CUDA
    if len("".join(little)) == 1 and len("".join(term)) > SHORT:
        yield "a letter and function words"  # "an L" sounds a little like much


def _stands_there(heard: tuple[str, ...], term: tuple[str, ...]) -> bool:
    """Whether the term may be said in what was heard, or without what denies it, or a number was heard, so that nobody
    needs to be asked: "twenty nineteen" is a year, and no COVID-19."""
    if not heard or not term:
        return False
    number = all(map(is_number, heard))
    return number or _open(heard, term) or but_for_the_denial(heard, term)


def _open(heard: tuple[str, ...], term: tuple[str, ...]) -> bool:
    """Whether the term's letters are there, set apart: "data set" is no mishearing of *dataset*, but a way to
    write it, and not worth a look; in "a hyper parameter" it is what the article stands before."""
    want = "".join(term).removesuffix("s")
    for start in range(len(heard)):
        for stop in range(start + 1, len(heard) + 1):
            words = heard[start:stop]
            if "".join(words).removesuffix("s") == want:
                apart = len(words) > len(term) and all(starmap(pair_count, pairwise(words)))
                return apart or len(words) < len(heard)
    return False


def _longer(heard: tuple[str, ...], term: tuple[str, ...]) -> bool:
    """Whether the term is what was heard with an ending, or without: random search and *RandomSearcher*, "pay joining"
    and *Payjoin*; or one word of it with an ending that the words around it bring no nearer: "cluster too" and
    *clustering*. Of a short term less is left than of the ending: "GP using" may be GPUs."""
    said, name = "".join(heard), "".join(term)
    endings = (name.removeprefix(word) for word in heard if not _nearer(heard, word, name))
    whole = said.removesuffix("s")
    with_ending = len(heard) > 1 and len(name) > 2 * ENDING
    if with_ending and _ends(whole.removeprefix(name), whole):
        return True
    return _ends(name.removeprefix(said), name) or any(
        ending.isalpha() and _ends(ending, name)  # "TX one" may be TX1
        for ending in endings
    )


def _ends(ending: str, name: str) -> bool:
    return ending != name and 0 < len(ending) <= ENDING


def _nearer(heard: Sequence[str], word: str, term: str) -> bool:
    """Whether what stands around one word of what was heard brings it nearer to the term, and so is part of what was
    misheard: "pie on" is as near to Python as two words are, "the polling" is only pooling."""
    return len(heard) > 1 and ratio("".join(heard), term) >= ratio(word, term)


def _ordinary(heard: str, term: str) -> bool:
    """Whether one plain English word would stand for another: matrix and metrics, victor and vector.

    On clean transcripts two of three false edits were of this kind.
    """
    return bool(count(heard.removesuffix("'s")) and count(term.removesuffix("'s")))
