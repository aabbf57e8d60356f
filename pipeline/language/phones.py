"""How words and terms are said: CMU's dictionary first, then parts of words, letter names, rules.

A pronunciation is a text of the letters of `alphabet`. A term has several (`readings`): acronyms are
spelled or said as words, compounds are said by their parts. A raw word has one (`say`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product
from typing import NamedTuple

from pipeline.language.alphabet import from_arpabet
from pipeline.language.letters import rules, sound_out
from pipeline.language.packaged import packaged

LETTER_NAMES = {
    "a": "e", "b": "bi", "c": "si", "d": "di", "e": "i", "f": "Ef", "g": "Ji", "h": "eC", "i": "Y",
    "j": "Je", "k": "ke", "l": "El", "m": "Em", "n": "En", "o": "o", "p": "pi", "q": "kju",
    "r": "Ar", "s": "Es", "t": "ti", "u": "ju", "v": "vi", "w": "dVb@lju", "x": "Eks", "y": "wY",
    "z": "zi",
}  # fmt: skip
DIGIT_NAMES = {
    "0": "zIro", "1": "wVn", "2": "tu", "3": "Tri", "4": "fOr", "5": "fYv", "6": "sIks",
    "7": "sEv@n", "8": "et", "9": "nYn",
}  # fmt: skip
SIGN_NAMES = {"+": "plVs", "#": "SArp", "&": "{nd", "%": "pRsEnt", "@": "{t", "=": "ikw@lz"}
WEAK = {"a": "1", "the": "2", "and": "@nd", "to": "t@", "of": "@v"}
MOST_READINGS = 4
SPELLED = 5  # an acronym of more letters than this is said as a word

PIECE = re.compile(r"[A-Za-z0-9']+|[+#&%@=]")
# "ImageNet" | "GPUs" | "arXiv" | "GPT4": where a name breaks into what is said apart.
PART = re.compile(r"[A-Z]{2,}s\b|[A-Z]+(?![a-z])|[A-Z]?[a-z']+|[0-9]")
ACRONYM = re.compile(r"([A-Z]{2,})('?s)?")
VOWEL_LETTER = re.compile(r"[aeiouy]")
# "nyu" has a vowel between consonants, "LSTM" has none, "GPU" only at its end.
SAYABLE = re.compile(
    r"[^aeiou]{0,2}[aeiou]{1,2}[^aeiou]{1,2}[aeiouy]?[^aeiou]{0,2}|[^aeiou]*[aeiou]+[^aeiou]+[aeiou]+.*"
)


class Reading(NamedTuple):
    """One way to say a term: what it reads like on the page, and its phones."""

    text: str
    phones: str


def say(text: str) -> str:
    """The phones of one raw word, fragments of spelled acronyms ("LST", "M.'s") among them."""
    return _said(text.strip('"“”‘.,;:!?()[]…-–—').replace("\u2019", "'"))


def readings(name: str, sounds: Iterable[str] = ()) -> tuple[str, ...]:
    """The pronunciations of a term, likeliest first; those given by hand (ARPAbet) stand alone.

    Raises KeyError where `sounds` has a symbol that ARPAbet has not.
    """
    if given := tuple(from_arpabet(sound) for sound in sounds):
        return given
    pieces = [_piece(piece) for piece in PIECE.findall(name.replace("\u2019", "'"))]
    if len(pieces) == 1:
        said = list(pieces[0])
    else:
        said = ["".join(way) for way in product(*(ways[:2] for ways in pieces if ways))]
    return tuple(dict.fromkeys(phones for phones in said if phones))[:MOST_READINGS]


def inflected(name: str, phones: str, *, person: bool = False) -> Iterator[Reading]:
    """The term as it stands, and its plural (of a person: the possessive)."""
    yield Reading(name, phones)
    # "analysis", "Keras", "loss": what ends in s takes no other; what ends in -ing is rarely counted.
    if not phones or not name[-1].isalpha() or name.lower().endswith(("s", "ing", "ed", "ly")):
        return
    if person:
        yield Reading(f"{name}'s", phones + _s(phones))
    elif phones[-1] in "szSZCJ":
        yield Reading(name + ("s" if name.endswith("e") else "es"), phones + "@z")
    elif re.search(r"[^aeiouAEIOU]y$", name) and not name.isupper():
        yield Reading(f"{name[:-1]}ies", phones + "z")
    else:
        yield Reading(f"{name}s", phones + _s(phones))


def known(word: str) -> bool:
    """Whether the pronouncing dictionary has `word` (lower case)."""
    return word in _dictionary()


@cache
def parts(word: str) -> tuple[str, str] | None:
    """The two words that a closed compound is made of ("back", "prop"), if both are known."""
    sizes = range(3, len(word) - 2)
    cuts = [(word[:n], word[n:]) for n in sizes if _plain(word[:n]) and _plain(word[n:])]
    return max(cuts, key=lambda cut: min(map(len, cut)), default=None)


@cache
def _dictionary() -> Mapping[str, tuple[str, ...]]:
    entries: dict[str, tuple[str, ...]] = {}
    for line in packaged("data/cmu.txt.gz").decode().splitlines():
        word, _, phones = line.partition("\t")
        entries[word] = (*entries[word], phones) if word in entries else (phones,)
    return entries


@cache
def _said(text: str) -> str:
    word = text.lower()
    if word in WEAK and not text.isupper():
        return WEAK[word]
    if text == "A":
        return WEAK["a"]
    if match := re.fullmatch(r"([a-z])(\.?'s)?", word):
        return _spelled(match[1]) + ("z" if match[2] else "")
    if re.fullmatch(r"(?:[a-z]\.)+[a-z]?(?:'s)?", word):  # "m.'s", "u.s", "a.i"
        letters = _spelled(re.sub(r"'s$|\.", "", word))
        return letters + (_s(letters) if word.endswith("'s") else "")
    if (match := ACRONYM.fullmatch(text)) and not (known(word) and len(match[1]) > 3):
        letters = _spelled(match[1].lower())
        return letters + (_s(letters) if match[2] else "")
    ways = [_piece(piece) for piece in PIECE.findall(text)]
    return "".join(way[0] for way in ways if way)


def _piece(text: str) -> tuple[str, ...]:
    """The ways to say a name without spaces or hyphens."""
    if text in SIGN_NAMES:
        return (SIGN_NAMES[text],)
    word = text.lower()
    if match := ACRONYM.fullmatch(text):
        return _acronym(match[1].lower(), plural=bool(match[2]))
    ways: list[str] = []
    if known(word):
        ways += _dictionary()[word][:3]
    split = PART.findall(text)
    if len(split) > 1 and not known(word):
        ways += ("".join(way) for way in product(*(_part(part) for part in split)))
        if word.isalpha():
            ways += _unknown(word)[:1]
    elif not ways:
        ways += _unknown(word)
    return tuple(dict.fromkeys(ways))[:MOST_READINGS]


def _part(text: str) -> tuple[str, ...]:
    if text in DIGIT_NAMES:
        return (DIGIT_NAMES[text],)
    if match := re.fullmatch(r"([A-Z]+)(s?)", text):
        return _acronym(match[1].lower(), plural=bool(match[2]))[:2]
    word = text.lower()
    if word == "py":  # the mark of Python's libraries; as a name it is "pea"
        return ("pY",)
    return _dictionary()[word][:1] if known(word) else _unknown(word)[:1]


def _acronym(word: str, *, plural: bool) -> tuple[str, ...]:
    ways = []
    if len(word) <= SPELLED or not VOWEL_LETTER.search(word):
        ways.append(_spelled(word))
    if len(word) > 2 and (known(word) or SAYABLE.fullmatch(word)):
        ways.append(_dictionary()[word][0] if known(word) else sound_out(word, rules()))
    ways = ways or [_spelled(word)]
    return tuple(way + _s(way) if plural else way for way in ways)


def _unknown(word: str) -> tuple[str, ...]:
    """Ways to say a word that the dictionary has not: its stem, its parts, its letters."""
    letters = re.sub(r"[^a-z]", "", word)
    if not letters:
        return ("".join(DIGIT_NAMES.get(sign, "") for sign in word),)
    if word.endswith("'s") and word[:-2]:
        return tuple(way + _s(way) for way in _word(word[:-2]))
    if not VOWEL_LETTER.search(letters) and len(letters) <= SPELLED:
        return (_spelled(letters),)
    ways = [_inflection(letters)] if _inflection(letters) else []
    if cut := parts(letters):
        ways.append("".join(_plain(half) for half in cut))
    return (*ways, sound_out(letters, rules()))


def _word(word: str) -> tuple[str, ...]:
    return _dictionary()[word][:2] if known(word) else _unknown(word)


def _plain(word: str) -> str:
    return _dictionary()[word][0] if known(word) else _inflection(word)


def _inflection(word: str) -> str:
    """The phones of a plural, past or -er form of a word that the dictionary has."""
    for ending, sound in (
        ("s", None),
        ("ed", "d"),
        ("ing", "IN"),
        ("er", "R"),
        ("ers", "Rz"),
        ("ly", "li"),
    ):
        for stem in (word.removesuffix(ending), word.removesuffix(ending) + "e"):
            if word.endswith(ending) and len(stem) > 2 and known(stem):
                phones = _dictionary()[stem][0]
                return phones + (_s(phones) if sound is None else sound)
    return ""


def _spelled(letters: str) -> str:
    return "".join(LETTER_NAMES.get(letter, "") for letter in letters)


def _s(phones: str) -> str:
    if phones[-1:] in "szSZCJ":
        return "@z"
    return "s" if phones[-1:] in "ptkfT" else "z"
