"""Names of the programme that were misheard: "Corey" for Cory, "you ashes" for Yoshua.

A word that is no common one and sounds the same is taken for a name anywhere; where a name is to be
expected ("my name is …", "as … said") one or two words that sound like it are, too.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from pipeline.language.counts import common
from pipeline.language.phones import readings, say
from pipeline.matching.sound_search import Sounds, distances

Phrase = tuple[str, ...]

# How far words may sound from a name (0 the same, 1 nothing alike): anywhere, where one gives his own
# (it may be that of somebody the programme does not know), where somebody is cited, and where
# something is his ("… has his own view"), or greeted.
ANYWHERE, FAR = 0.1, {"name": 0.25, "cited": 0.47, "owns": 0.47, "greeted": 0.1}
# Names of fewer phones are too like other words, but after a greeting.
LEAST_PHONES, GREETED_PHONES = 4, 3
# What is said more often than this is hardly a name misheard each time.
MOST_TIMES = 12
PLACES = re.compile(
    r"\bmy name(?:s| is) (?P<name>\w+(?: \w+)?)"
    r"|\bas (?P<cited>\w+(?: \w+){0,2}?) (?:just |already |has |had |was )?"
    r"(?:mention\w+|said|saying|explain\w+|pointed)\b"
    r"|\b(?P<owns>\w+(?: \w+)?) ha(?:s|d) (?:his|her)\b"
    r"|^(?:hi|hello|hey) (?P<greeted>\w+)$"
)


NO_NAMES = frozenset("i you he she it we they who people everybody somebody the this that".split())


def misheard(
    names: Sequence[Sequence[Phrase]], units: Iterable[Sequence[str]]
) -> list[set[Phrase]]:
    """For each person, by his `names` (keys), what the talk has in their place (keys)."""
    said = [list(unit) for unit in units]
    times = Counter(word for unit in said for word in unit)
    every = {word for person in names for name in person for word in name}
    single = [
        (word,)
        for word, count in times.items()
        if count <= MOST_TIMES and len(word) > 2 and word not in every and not common(word)
    ]
    expected = {way: _expected(said, way, every) for way in FAR}
    return [
        _like(person, single, ANYWHERE).union(
            *(
                _like(
                    person, expected[way], far, GREETED_PHONES if way == "greeted" else LEAST_PHONES
                )
                for way, far in FAR.items()
            )
        )
        for person in names
    ]


def sound_alike(one: str, other: str) -> bool:
    """Whether two single names (keys) sound the same."""
    return one == other or bool(_like([(one,)], [(other,)], ANYWHERE, GREETED_PHONES))


def _expected(units: Sequence[Sequence[str]], way: str, every: set[str]) -> list[Phrase]:
    """The words that stand where a name is likely to, and are none yet."""
    found = dict.fromkeys(
        tuple(part.split())
        for unit in units
        for match in PLACES.finditer(" ".join(unit))
        if match[way]
        for part in (match[way], match[way].split()[0])
    )
    return [phrase for phrase in found if every.isdisjoint(phrase) and _may_be_name(phrase)]


def _may_be_name(phrase: Phrase) -> bool:
    """Whether words may be a name: "you ashes", but neither "you" nor "you guys"."""
    return NO_NAMES.isdisjoint(phrase) or not all(map(common, phrase))


def _like(
    names: Sequence[Phrase], phrases: Sequence[Phrase], farthest: float, least: int = LEAST_PHONES
) -> set[Phrase]:
    """Those of `phrases` that sound like one of the single names, of `least` phones and more."""
    sounds = [one for name in names if len(name) == 1 for one in readings(name[0])]
    sounds = [one for one in sounds if len(one) >= least]
    if not sounds or not phrases:
        return set()
    left = Sounds.of(["".join(map(say, phrase)) for phrase in phrases])
    rows, columns = np.divmod(np.arange(len(phrases) * len(sounds)), len(sounds))
    far = distances(left, rows, Sounds.of(sounds), columns)
    return {phrases[int(left.order[row])] for row in rows[far <= farthest]}
