"""Fit the trees that doubt words, `pipeline/matching/suspect_words.py`.

python training/terms/suspects.py PAIRS_FOLDER DIALOGUE_FOLDER      (scikit-learn; minutes on one core)

A word in real recogniser output is doubtful where the human transcript beside it has a term or a name
instead. Where a human wrote another everyday word, or where nobody can tell which word is which, nothing
is learned. In clean human transcripts, marks and case taken off, no word is doubtful. Recordings are kept
whole when folds are cut.
"""

import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

sys.path.insert(0, str(Path(__file__).parent))
from corpus import episodes
from examples import FURTHEST, paired, plain
from fit import curve, expected_error, flattened

from pipeline.language.counts import VERY_COMMON, count
from pipeline.language.lm import spoken
from pipeline.language.scorer import pack
from pipeline.matching.sound_index import Talked
from pipeline.matching.suspect_words import FEATURES, features

OUT = Path("pipeline/language/models/terms_doubts.npz")
RECOGNISERS = ("kaldi_librispeech", "google", "rev_kaldi", "amazon")
WORDS = 6000  # of each recording
CLEAN_WORDS = 250_000
FOLDS = 5
RISING = ("surprise", "unknown", "strange", "network")


def labels(heard: Sequence[str], said: Sequence[str], names: frozenset[str]) -> np.ndarray:
    """For each word heard: 1 if a term or a name was said, 0 if it was said itself, -1 if neither."""
    result = np.full(len(heard), -1, dtype=np.int8)
    for block in Levenshtein.opcodes(heard, said):
        here, there = slice(block.src_start, block.src_end), slice(block.dest_start, block.dest_end)
        if block.tag == "equal":
            result[here] = 0
        elif block.tag == "replace" and there.stop - there.start <= FURTHEST:
            same = "".join(heard[here]) == "".join(said[there])
            if not same and any(telling(word, names) for word in said[there]):
                result[here] = 1
    return result


def telling(word: str, names: frozenset[str]) -> bool:
    """Whether a word may be a term or a name."""
    return word in names or (len(word) > 3 and count(word) < VERY_COMMON)


def capitals(texts: Sequence[str]) -> frozenset[str]:
    """The words that a human wrote with a capital within a sentence."""
    found = set()
    for before, text in pairwise(texts):
        if text[:1].isupper() and not before.endswith((".", "?", "!", ":", '"')):
            found.update(spoken(text))
    return frozenset(word for word in found if count(word) < 4 * VERY_COMMON and len(word) > 1)


def recordings(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Name, the recogniser's words, the human's."""
    for name, _, heard, said in paired(folder, RECOGNISERS, each=2):
        yield name, heard[:WORDS], said[: WORDS + WORDS // 20]


def examples(pairs: Path, dialogue: Path) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Name, rows and labels of every recording."""
    for name, heard, said in recordings(pairs):
        talk = Talked(plain(heard), frozenset())
        yield name, features(talk), labels(talk.flat, spoken(" ".join(said)), capitals(said))
    words = 0
    for name, turns in episodes(dialogue, held_out=True):
        texts = plain(" ".join(turns).split()[:WORDS])
        words += len(texts)
        rows = features(Talked(texts, frozenset()))
        yield name, rows, np.zeros(len(rows), dtype=np.int8)
        if words > CLEAN_WORDS:
            return


def trees(rows: np.ndarray, label: np.ndarray) -> HistGradientBoostingClassifier:
    model = HistGradientBoostingClassifier(
        learning_rate=0.1, max_iter=100, max_leaf_nodes=10, min_samples_leaf=100, l2_regularization=5.0,
        monotonic_cst=[int(name in RISING) for name in FEATURES], early_stopping=False, random_state=0,
    )  # fmt: skip
    return model.fit(rows, label)


def main(pairs: Path, dialogue: Path) -> None:
    found = [
        (name, rows[label >= 0], label[label >= 0])
        for name, rows, label in examples(pairs, dialogue)
    ]
    rows = np.concatenate([entry[1] for entry in found])
    label = np.concatenate([entry[2] for entry in found])
    sizes = [len(entry[2]) for entry in found]
    fold = np.repeat([zlib.crc32(name.encode()) % FOLDS for name, _, _ in found], sizes)
    print(
        f"{len(found)} recordings, {len(label):,} words, {int(label.sum()):,} doubtful", flush=True
    )
    score = np.zeros(len(label))
    for n in range(FOLDS):
        model = trees(rows[fold != n], label[fold != n])
        score[fold == n] = model.decision_function(rows[fold == n])
    weight = np.ones(len(label))
    knots, chances = curve(score, label, weight)
    chance = np.interp(score, knots, chances)
    print(f"AUC {roc_auc_score(label, score):.3f}, "
          f"average precision {average_precision_score(label, score):.3f}, "
          f"calibration error {expected_error(chance, label, weight):.3f}")  # fmt: skip
    for least in (0.8, 0.7, 0.6, 0.5, 0.4, 0.3):
        told = chance >= least
        print(f"at {least}: {1000 * told.mean():.2f} words in 1,000, precision {label[told].mean():.3f}, "
              f"recall {label[told].sum() / label.sum():.3f}")  # fmt: skip
    model = replace(flattened(trees(rows, label), knots, chances), features=FEATURES)
    OUT.write_bytes(pack(model))
    print(f"{OUT}: {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
