"""What two networks make of a candidate: whether the words as heard, and with the term written instead,
are to be doubted, and which of the two was said.

The trees judge by what surrounds a place word by word; the networks read the whole of it. They are slower,
so only the best candidates of a place are read.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.language.doubt import LEFT, LOWEST, RIGHT, Told, read
from pipeline.language.encoder import each
from pipeline.language.judge import judged
from pipeline.language.scorer import scorer
from pipeline.matching import rivals
from pipeline.matching.sound_index import Found, SoundIndex, Talked
from pipeline.matching.sound_search import Floats, Ints

WORTH = 0.007  # probability by the trees from which a candidate may be read
# What their log odds and the mean doubt of the words heard, so weighed, must come to: in clean talk this
# spares more than half of the reading, on the references next to nothing right is lost.
BY_DOUBT, LEAST_ODDS = 0.4, -6.0
AS_WELL = 0.4  # of the best probability, that fewer words must reach to be preferred
OFFERED = 3  # terms of one place that are read, and shown
COLUMNS = (
    "odds",
    "distance",
    "talk",
    *(f"heard_{name}" for name in Told._fields),
    *(f"term_{name}" for name in Told._fields),
    "judged",
    *rivals.COLUMNS,
)
JUDGED, MEAN, NEAR = -1, Told._fields.index("mean"), Told._fields.index("near")


def reread(
    talk: Talked,
    index: SoundIndex,
    found: Found,
    chances: Floats,
    witnesses: Sequence[rivals.Witness] = (),
) -> Floats:
    """The probabilities of the candidates, corrected by what was read."""
    if not len(chances):
        return chances
    return scorer("terms_context")(columns(talk, index, found, chances, witnesses))


def groups(
    found: Found, chances: Floats, least: float, further: float, terms: Ints | None = None
) -> list[list[int]]:
    """Rows that compete for one place, the likeliest first: the best of each of OFFERED forms.

    The first of a group has at least the probability `least`, the others `further`. Where `terms` tells the term of
    each row, another form of one is of no use with more words or fewer: "curve was" is no plural.
    """
    likely = np.flatnonzero(chances >= further)
    order = likely[np.argsort(-chances[likely], kind="stable")]
    found_groups: list[dict[int, int]] = []
    owner: dict[int, int] = {}
    for row in order.tolist():
        span = range(int(found.start[row]), int(found.stop[row]))
        owners = {owner[word] for word in span if word in owner}
        if owners:
            group = found_groups[min(owners)]
            if terms is None or not any(
                _is_form_of(found, terms, row, one) for one in group.values()
            ):
                group.setdefault(int(found.which[row]), row)
        elif chances[row] >= least:
            owner.update(dict.fromkeys(span, len(found_groups)))
            found_groups.append({int(found.which[row]): row})
    found_groups.sort(key=lambda group: int(found.start[next(iter(group.values()))]))
    return [list(group.values())[:OFFERED] for group in found_groups]


def _is_form_of(found: Found, terms: Ints, row: int, other: int) -> bool:
    """Whether a row is the term of another, of other words."""
    same = found.start[row] == found.start[other] and found.stop[row] == found.stop[other]
    return bool(terms[row] == terms[other]) and not same


def contenders(talk: Talked, found: Found, chances: Floats) -> NDArray[np.intp]:
    """The candidates worth reading: the best of their place, and where little speaks for them, only
    among words that the network doubts as they are."""
    best = (row for group in groups(found, chances, WORTH, WORTH) for row in group)
    rows = np.array(sorted({*tightest(found, chances, best)}), np.intp)
    mean = _heard(talk, found.take(rows))[:, MEAN]
    odds = np.log(chances[rows] / (1 - chances[rows]))
    worth: NDArray[np.bool_] = odds + BY_DOUBT * mean >= LEAST_ODDS
    return np.asarray(rows[worth])


def tightest(found: Found, chances: Floats, rows: Iterable[int]) -> Iterator[int]:
    """For each row the fewest words that may well have been heard as its form: "page and optimisation" rather
    than "with page and optimisation", of which a word would be lost."""
    alike: dict[int, list[int]] = {}
    for row in np.flatnonzero(chances >= WORTH * AS_WELL).tolist():
        alike.setdefault(int(found.which[row]), []).append(row)
    for row in rows:
        within = (
            other
            for other in alike[int(found.which[row])]
            if found.start[row] <= found.start[other]
            and found.stop[other] <= found.stop[row]
            and chances[other] >= AS_WELL * chances[row]
        )
        yield min(
            within, key=lambda other: (found.stop[other] - found.start[other], -chances[other])
        )


def columns(
    talk: Talked,
    index: SoundIndex,
    found: Found,
    chances: Floats,
    witnesses: Sequence[rivals.Witness] = (),
) -> Floats:
    """What the second opinion goes by, a row of COLUMNS a candidate: what the trees made of it (log odds),
    the distance, how doubtful the talk is, what is doubted of the words heard and of those that would be
    written, what the judge says, and how the candidate does beside its rivals."""
    talked = float(np.mean(1 / (1 + np.exp(-np.maximum(talk.doubts, LOWEST)))))
    spans = zip(found.start.tolist(), found.stop.tolist(), found.which.tolist(), strict=True)
    places = [(start, stop, index.spelled[which].text) for start, stop, which in spans]
    # A form may be said in several ways, and be a candidate in each: it is read once.
    once = [*dict.fromkeys(places)]
    told = each(lambda place: (*read(talk.texts, *place), judged(talk.texts, *place)), once)
    known = dict(zip(once, told, strict=True))
    odds = np.log(chances / (1 - chances))
    general = np.full(len(odds), talked)
    written = np.array([known[place] for place in places], np.float32)
    judge, mean, near = written.T[[JUDGED, MEAN, NEAR]]
    beside = rivals.compared(talk, index, found, odds, judge, mean, near, witnesses)
    rows = [odds, found.distance, general, _heard(talk, found), written, beside]
    return np.column_stack(rows).astype(np.float32)


def _heard(talk: Talked, found: Found) -> Floats:
    """What is doubted of the words as they stand, a row of `Told` a candidate."""
    told = [
        Told.of(talk.doubts[low : stop + RIGHT], start - low, stop - low)
        for start, stop in zip(found.start.tolist(), found.stop.tolist(), strict=True)
        for low in (max(0, start - LEFT),)
    ]
    return np.array(told, dtype=np.float32).reshape(-1, len(Told._fields))
