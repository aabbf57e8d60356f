"""Fit the scorer of listed mishearings, `pipeline/matching/listed.py`.

python training/terms/listed.py PAIRS_FOLDER DIALOGUE.jsonl.gz      (scikit-learn; minutes on one core)

A listed form in real recogniser output is right where the human transcript beside it has the term; a
form in a clean human transcript is wrong wherever it stands. Places where the human wrote something
else again teach nothing and are left out. Recordings are kept whole when folds are cut.
"""

import gzip
import json
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

sys.path.insert(0, str(Path(__file__).parent))
from fit import curve, expected_error, flattened

from pipeline.config import shipped
from pipeline.dictionary import load, merge
from pipeline.language.scorer import pack
from pipeline.matching.forms import Form
from pipeline.matching.listed import FEATURES, Context
from pipeline.matching.literal import Match, Phrases
from pipeline.model import key

OUT = Path("pipeline/language/models/terms_listed.npz")
SOURCES = ("se_unlocked", "bitcoin", "ladybug", "earnings21")
# Systems of the earnings calls that are neither twice the same nor mostly wrong.
RECOGNISERS = ("rev_kaldi", "google", "amazon", "descript", "tstbtc", "otter")
CLEAN_WORDS = 900_000
# Where the evidence can only speak for the reading, the trees must not bend it.
RISING = ("gain", "strange", "near", "elsewhere", "company", "repeated")
FOLDS = 10


def examples(phrases: Phrases, texts: list[str], truth: list[str] | None) -> Iterator[list[float]]:
    """A row of features and a label for each listed form that stands in a talk."""
    texts = [text for text in texts if key(text)]
    context = Context(texts, tuple(map(key, texts)))
    matches = list(phrases.find(context.keys))
    said = Counter(
        m.forms[0].term.name for m in matches if m.forms[0].sure or m.forms[0].how == "name"
    )
    places = placed(context.keys, truth) if truth else {}
    for match in matches:
        for form in match.forms:
            label = 0 if truth is None else labelled(match, form, truth, places)
            if form.how in ("heard", "letters") and not form.sure and label is not None:
                yield [*context.row(match, form, said), float(label)]


def placed(heard: tuple[str, ...], truth: list[str]) -> dict[int, int]:
    """For each heard word its place in the true words."""
    places = {}
    for code in Levenshtein.opcodes(heard, truth):
        rate = (code.dest_end - code.dest_start) / max(1, code.src_end - code.src_start)
        for at in range(code.src_start, code.src_end):
            places[at] = code.dest_start + int((at - code.src_start) * rate)
    return places


def labelled(match: Match, form: Form, truth: list[str], places: dict[int, int]) -> int | None:
    """1 if the reading was said there, 0 if the form itself was, None if neither."""
    low, high = places.get(match.start, 0), places.get(match.stop - 1, 0)
    said = "".join(truth[max(0, low - 1) : high + 2])
    reading, heard = key(form.reads), "".join(form.words)
    if reading in said and (heard not in said or heard in reading):
        return 1
    return 0 if heard in said else None


def recordings(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Name, recogniser's words and true keys of each recording."""
    for source in SOURCES:
        with gzip.open(folder / f"{source}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for recording in map(json.loads, lines):
                words = (word for turn in recording["ref_turns"] for word in turn["text"].split())
                truth = [said for word in words if (said := key(word))]
                for recogniser, raw in recording["raws"].items():
                    if recogniser in RECOGNISERS or len(recording["raws"]) == 1:
                        text = raw if isinstance(raw, str) else " ".join(t["text"] for t in raw)
                        yield recording["id"], text.split(), truth


def clean(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Name and words, without marks and case, of human transcripts."""
    words = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for episode in map(json.loads, lines):
            if zlib.crc32(episode["id"].encode()) % 12 or words > CLEAN_WORDS:
                continue
            text = " ".join(turn["text"].lower() for turn in episode["turns"])
            texts = re.sub(r"[^\w' ]+", " ", text).split()
            words += len(texts)
            yield episode["id"], texts


def trees(rows: np.ndarray, label: np.ndarray) -> HistGradientBoostingClassifier:
    model = HistGradientBoostingClassifier(
        learning_rate=0.1, max_iter=80, max_leaf_nodes=8, min_samples_leaf=15, l2_regularization=1.0,
        monotonic_cst=[int(name in RISING) for name in FEATURES], early_stopping=False, random_state=0,
    )  # fmt: skip
    return model.fit(rows, label)


def main(pairs: Path, dialogue: Path) -> None:
    phrases = Phrases(merge(load(path) for path in shipped()))
    found = [
        (name, row)
        for name, texts, truth in recordings(pairs)
        for row in examples(phrases, texts, truth)
    ]
    real = len(found)
    found += [
        (name, row) for name, texts in clean(dialogue) for row in examples(phrases, texts, None)
    ]
    table = np.array([row for _, row in found], dtype=np.float32)
    rows, label = table[:, :-1], table[:, -1]
    print(
        f"{real:,} places in recogniser output, {len(found) - real:,} in clean talk, {int(label.sum()):,} right"
    )
    fold = np.array([zlib.crc32(name.encode()) % FOLDS for name, _ in found])
    score = np.zeros(len(label))
    for n in range(FOLDS):
        score[fold == n] = trees(rows[fold != n], label[fold != n]).decision_function(
            rows[fold == n]
        )
    weight = np.ones(len(label))
    knots, chances = curve(score, label, weight)
    chance = np.interp(score, knots, chances)
    print(
        f"AUC {roc_auc_score(label, score):.3f}, calibration error {expected_error(chance, label, weight):.3f}"
    )
    in_clean = np.arange(len(label)) >= real
    for least in (0.9, 0.8, 0.7, 0.6, 0.5):
        made = chance >= least
        print(
            f"at {least}: {made.sum()} made, precision {label[made].mean():.3f}, recall "
            f"{label[made].sum() / label.sum():.3f}, false in clean talk {(made & in_clean).sum()}"
        )
    model = replace(flattened(trees(rows, label), knots, chances), features=FEATURES)
    OUT.write_bytes(pack(model))
    print(f"{OUT}: {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
