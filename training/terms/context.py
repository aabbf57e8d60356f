"""Fits the second opinion: trees over what the first trees say of a candidate, what the networks read, and
what speaks for its rivals.

    python training/terms/context.py DIALOGUE_FOLDER PAIRS_FOLDER TERMS_FOLDER CONFUSIONS.tsv.gz ROWS.npz
    python training/terms/context.py ROWS.npz

Three sets of trees vote, each blind to one of the sources: the first trees, the doubter, the judge. On talk of
another kind than was learned from, one source may be fooled; what is written must convince without it.

The first trees must not have learned from these very candidates: manufactured mishearings are drawn anew over
other stretches of the episodes kept from the language model, and of the real recordings those words are
used that the trees' examples leave out. (scikit-learn; half an hour on one core; ROWS.npz keeps what was
read, for the second command, another fit.)
"""

import random
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score

sys.path.insert(0, str(Path(__file__).parent))
from corpus import episodes
from examples import Recording, dictionaries, labels, names_in, plain, pool, recordings
from fit import curve, expected_error, flattened
from mishear import confusions, misheard, mishearings

from pipeline.language.scorer import Scorer, pack, scorer
from pipeline.language.trees import LEAF
from pipeline.matching.sound_context import COLUMNS, columns, contenders
from pipeline.matching.sound_evidence import weigh
from pipeline.matching.sound_index import Talked, find

OUT = Path("pipeline/language/models/terms_context.npz")
WORDS, SKIP = 3000, 6000  # the trees learned from the first 6,000 words of each recording
FOLDS = 5
# Where evidence can only speak for a candidate, or against it, the trees must not bend it.
RISING = ("odds", "heard_worst", "heard_mean", "judged", "odds_over", "nearer", "judged_over",
          "doubted_less", "near_doubted_less", "elsewhere")  # fmt: skip
FALLING = ("distance", "term_worst", "term_mean", "term_near")
# The columns of one source, which one of the votes is blind to.
DOUBTER = tuple(name for name in COLUMNS if name.startswith(("heard_", "term_")))
SOURCES = (
    ("odds", "odds_over"),
    ("talk", *DOUBTER, "doubted_less", "near_doubted_less"),
    ("judged", "judged_over"),
)


def talks(dialogue: Path, pairs: Path, terms: list[str], table: Path) -> Iterator[Recording]:
    """Talk with known words that nothing was learned from."""
    for recording in recordings(pairs, SKIP + 2 * WORDS):
        if len(recording.heard) > SKIP + WORDS // 2:
            heard = recording.heard[SKIP : SKIP + WORDS]
            said = recording.said[SKIP - 300 : SKIP + WORDS + 600]
            even = zlib.crc32(recording.name.encode()) % 2
            yield Recording(recording.name, plain(heard) if even else heard, said)
    common = confusions(table)
    for number, (name, turns) in enumerate(episodes(dialogue, held_out=True)):
        words = " ".join(turns).replace("-", " ").split()
        if len(words) < WORDS + 500 or ("practical" not in name and number % 2):
            continue
        chance = random.Random(zlib.crc32(name.encode()) + 17)
        start = chance.randrange(len(words) - WORDS)
        said = heard = tuple(words[start : start + WORDS])
        if chance.random() > 0.4:
            named = names_in(said, terms, chance)[: chance.choice((15, 30, 60))]
            ways = mishearings(named, 12, chance)
            heard = tuple(misheard(said, ways, common, chance.uniform(0, 0.1), chance))
        yield Recording(name, plain(heard) if chance.random() < 0.7 else heard, said)


def examples(recording: Recording, terms: list[str]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Rows and labels of the candidates worth reading in one talk, by each of three dictionaries."""
    chance = random.Random(zlib.crc32(recording.name.encode()) + 3)
    named = names_in(recording.said, terms, chance)
    talk = Talked(recording.heard, frozenset(range(0, len(recording.heard), 7)))
    for index in dictionaries(named, terms, chance):
        found, features = weigh(talk, index, find(talk, index))
        chances = scorer("terms_scorer")(features)
        best = contenders(talk, found, chances)
        found, chances = found.take(best), chances[best]
        label = labels(recording, talk, index, found)
        yield columns(talk, index, found, chances)[label >= 0], label[label >= 0]


def vote(rows: np.ndarray, label: np.ndarray, without: Sequence[str]) -> Scorer:
    """Trees that do not see the columns `without`."""
    seen = [n for n, name in enumerate(COLUMNS) if name not in without]
    ways = [(COLUMNS[n] in RISING) - (COLUMNS[n] in FALLING) for n in seen]
    model = HistGradientBoostingClassifier(
        learning_rate=0.06, max_iter=200, max_leaf_nodes=8, min_samples_leaf=60,
        l2_regularization=5.0, monotonic_cst=ways, early_stopping=False, random_state=0,
    )  # fmt: skip
    trees = flattened(model.fit(rows[:, seen], label), np.zeros(1), np.zeros(1))
    inner = trees.feature != LEAF
    feature = np.where(inner, np.array(seen, np.int16)[trees.feature], LEAF).astype(np.int16)
    return replace(trees, features=COLUMNS, feature=feature)


def mean(votes: Sequence[Scorer]) -> Scorer:
    """One scorer whose score is the mean of theirs."""
    first = np.cumsum([0, *(len(one.feature) for one in votes[:-1])])
    moved = [
        replace(
            one,
            roots=one.roots + at,
            below=one.below + at,
            above=one.above + at,
            value=one.value / len(votes),
        )
        for one, at in zip(votes, first.astype(np.int32), strict=True)
    ]
    names = ("roots", "feature", "threshold", "below", "above", "value")
    joined = {name: np.concatenate([getattr(one, name) for one in moved]) for name in names}
    base = sum(one.base for one in votes) / len(votes)
    return replace(votes[0], base=base, **joined)


def fitted(rows: np.ndarray, label: np.ndarray, name: np.ndarray) -> None:
    """Write the second opinion, and tell how good it is on recordings it has not seen."""

    def learned(seen: np.ndarray) -> Scorer:
        return mean([vote(rows[seen], label[seen], without) for without in SOURCES])

    fold = np.array([zlib.crc32(each.encode()) % FOLDS for each in name])
    score = np.zeros(len(label))
    for n in range(FOLDS):
        score[fold == n] = learned(fold != n).score(rows[fold == n])
    weight, usual = np.ones(len(label)), float(label.mean())
    before = rows[:, COLUMNS.index("odds")]
    knots, chances = curve(score, label, weight)
    chance = np.interp(score, knots, chances)
    print(
        f"{len(label):,} candidates, {usual:.3f} right; average precision "
        f"{average_precision_score(label, before):.3f} by the first trees, {average_precision_score(label, score):.3f}; "
        f"calibration error {expected_error(chance, label, weight):.3f}"
    )
    for least in (0.9, 0.8, 0.7, 0.6, 0.5):
        made = chance >= least
        print(f"at {least}: {made.sum()} made, {label[made].mean():.3f} of them right")
    every = learned(np.ones(len(label), np.bool_))
    packed = pack(
        replace(every, scores=knots.astype(np.float32), chances=chances.astype(np.float32))
    )
    OUT.write_bytes(packed)
    print(f"{OUT}: {len(packed):,} bytes")


def main(dialogue: Path, pairs: Path, lists: Path, table: Path, kept: Path) -> None:
    terms = pool(lists)
    found = []
    for recording in talks(dialogue, pairs, terms, table):
        for rows, label in examples(recording, terms):
            found.append((rows, label, np.array([recording.name] * len(label))))
        print(recording.name, sum(len(label) for _, label, _ in found), flush=True)
    rows, label, name = (np.concatenate(part) for part in zip(*found, strict=True))
    np.savez_compressed(kept, rows=rows, label=label, name=name)
    fitted(rows, label, name)


if __name__ == "__main__":
    paths = [*map(Path, sys.argv[1:])]
    if len(paths) == 1:
        with np.load(paths[0]) as data:
            fitted(data["rows"], data["label"], data["name"])
    else:
        main(*paths)
