"""Fits the second opinion: what the trees go by, weighed with what the doubter read.

    python training/terms/context.py DIALOGUE_FOLDER PAIRS_FOLDER TERMS_FOLDER CONFUSIONS.tsv.gz [ROWS.npz]

The trees must not have learned from these very candidates: manufactured mishearings are drawn anew over
other stretches of the episodes kept from the language model, and of the real recordings those words are
used that the trees' examples leave out. (scikit-learn; ten minutes on one core; ROWS.npz keeps what was
read, for another fit.)
"""

import json
import random
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.preprocessing import StandardScaler

sys.path.insert(0, str(Path(__file__).parent))
from corpus import episodes
from examples import Recording, dictionaries, labels, names_in, plain, pool, recordings
from fit import expected_error
from mishear import confusions, misheard, mishearings

from pipeline.language.scorer import Linear, scorer
from pipeline.matching.sound_context import COLUMNS, columns, contenders
from pipeline.matching.sound_evidence import weigh
from pipeline.matching.sound_index import Talked, find

OUT = Path("pipeline/language/models/terms_context.json")
WORDS, SKIP = 3000, 6000  # the trees learned from the first 6,000 words of each recording
FOLDS = 5


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


def examples(recording: Recording, terms: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Rows and labels of the candidates worth reading in one talk, by one dictionary of three."""
    chance = random.Random(zlib.crc32(recording.name.encode()) + 3)
    named = names_in(recording.said, terms, chance)
    index = chance.choice([*dictionaries(named, terms, chance)])
    talk = Talked(recording.heard, frozenset(range(0, len(recording.heard), 7)))
    found, features = weigh(talk, index, find(talk, index))
    chances = scorer()(features)
    best = contenders(talk, found, chances)
    found, chances = found.take(best), chances[best]
    label = labels(recording, talk, index, found)
    rows = columns(talk, index, found, chances)
    return rows[label >= 0], label[label >= 0]


def regression(rows: np.ndarray, label: np.ndarray) -> Linear:
    """More than this (trees over the same, or over all that the first trees saw) was worse on other talk."""
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=0.5, max_iter=500).fit(scaler.transform(rows), label)
    return Linear(scaler.mean_, scaler.scale_, model.coef_[0], float(model.intercept_[0]))


def fitted(rows: np.ndarray, label: np.ndarray, name: np.ndarray) -> None:
    """Write the second opinion, and tell how good it is on recordings it has not seen."""
    fold = np.array([zlib.crc32(each.encode()) % FOLDS for each in name])
    chance = np.zeros(len(label), np.float32)
    for n in range(FOLDS):
        chance[fold == n] = regression(rows[fold != n], label[fold != n])(rows[fold == n])
    weight, usual = np.ones(len(label)), float(label.mean())
    before = rows[:, COLUMNS.index("odds")]
    print(
        f"{len(label):,} candidates, {usual:.3f} right; average precision "
        f"{average_precision_score(label, before):.3f} by the trees, {average_precision_score(label, chance):.3f}; "
        f"calibration error {expected_error(chance, label, weight):.3f}"
    )
    for least in (0.9, 0.8, 0.7, 0.6, 0.5):
        made = chance >= least
        print(f"at {least}: {made.sum()} made, {label[made].mean():.3f} of them right")
    model = regression(rows, label)
    numbers = {
        part: getattr(model, part).round(4).tolist() for part in ("mean", "scale", "weights")
    }
    kept = {"columns": COLUMNS} | numbers | {"bias": round(model.bias, 4)}
    OUT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def main(dialogue: Path, pairs: Path, lists: Path, table: Path, kept: Path | None = None) -> None:
    terms = pool(lists)
    found = []
    for recording in talks(dialogue, pairs, terms, table):
        rows, label = examples(recording, terms)
        found.append((rows, label, np.array([recording.name] * len(label))))
        print(recording.name, len(label), int(label.sum()), flush=True)
    rows, label, name = (np.concatenate(part) for part in zip(*found, strict=True))
    if kept:
        np.savez_compressed(kept, rows=rows, label=label, name=name)
    fitted(rows, label, name)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:6]))
