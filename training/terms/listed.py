"""Fit the scorer of listed mishearings, `pipeline/matching/listed.py`.

python training/terms/listed.py PAIRS_FOLDER DIALOGUE.jsonl.gz CONFUSIONS.tsv.gz      (scikit-learn; minutes on one core)

A listed form in real recogniser output is right where the human transcript beside it has the term; a
form in a clean human transcript is wrong wherever it stands. As few of the real recordings are of the
terms' own field, the terms of other clean talk are written in their listed forms, among words misheard
in general: there the form is right. Places where the human wrote something else again teach nothing
and are left out. Recordings are kept whole when folds are cut.
"""

import gzip
import json
import random
import re
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

sys.path.insert(0, str(Path(__file__).parent))
from fit import curve, expected_error, flattened
from mishear import confusions, misheard

from pipeline.config import shipped
from pipeline.dictionary import load, merge
from pipeline.language.scorer import for_talk, pack
from pipeline.matching.forms import Form
from pipeline.matching.listed import FEATURES, MOST_MOVED, WEIGHT, Context
from pipeline.matching.literal import Match, Phrases
from pipeline.model import key

OUT = Path("pipeline/language/models/terms_listed.npz")
SOURCES = ("se_unlocked", "bitcoin", "ladybug", "earnings21")
# Systems of the earnings calls that are neither twice the same nor mostly wrong.
RECOGNISERS = ("rev_kaldi", "google", "amazon", "descript", "tstbtc", "otter")
CLEAN_WORDS = 4_000_000
# Manufactured: words a stretch, how many of them, and how much of it is misheard.
STRETCH, STRETCHES, GARBLED = 3_000, 700, (0.0, 0.02, 0.05, 0.1)
HABIT = 0.5
MADE = 0.1  # what a manufactured mishearing counts beside a real one
OFTEN = (0.0, 0.1, 0.3, 0.6)  # share of the terms' places that are written in a listed form
# Where the evidence can only speak for the reading, the trees must not bend it.
RISING = ("gain", "strange", "near", "elsewhere", "company", "repeated", "subject", "garbled",
          "heard_worst", "heard_mean")  # fmt: skip
FALLING = ("term_worst", "term_mean")
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
            if zlib.crc32(episode["id"].encode()) % 4 or words > CLEAN_WORDS:
                continue
            text = " ".join(turn["text"].lower() for turn in episode["turns"])
            texts = re.sub(r"[^\w' ]+", " ", text).split()
            words += len(texts)
            yield episode["id"], texts


def manufactured(
    path: Path, phrases: Phrases, common: dict[str, list[tuple[str, int]]]
) -> Iterator[tuple[str, list[float]]]:
    """A row of features and a label for each listed form in talk with manufactured mishearings."""
    ways = listed_ways(phrases)
    chance = random.Random(5)
    for name, said in stretches(path, chance):
        heard, inserted = written(said, phrases, ways, common, chance)
        context = Context(heard, tuple(map(key, heard)))
        matches = list(phrases.find(context.keys))
        counts = Counter(
            m.forms[0].term.name for m in matches if m.forms[0].sure or m.forms[0].how == "name"
        )
        for match in matches:
            over = {inserted[n] for n in range(match.start, match.stop)}
            for form in match.forms:
                if form.how not in ("heard", "letters") or form.sure:
                    continue
                if over in ({form.term.name}, {""}):
                    yield name, [*context.row(match, form, counts), float(over != {""})]


def listed_ways(phrases: Phrases) -> dict[str, list[Form]]:
    """The listed mishearings of each reading of a term."""
    ways: defaultdict[str, list[Form]] = defaultdict(list)
    for several in phrases.all:
        for form in several:
            if form.how in ("heard", "letters") and not form.sure:
                ways[key(form.reads)].append(form)
    return dict(ways)


def stretches(path: Path, chance: random.Random) -> Iterator[tuple[str, list[str]]]:
    """Stretches of human transcripts, none of those in `clean`; the most technical ones oftener."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        episodes = [
            episode
            for line in lines
            if zlib.crc32((episode := json.loads(line))["id"].encode()) % 4
        ]
    chance.shuffle(episodes)
    for episode in episodes[:STRETCHES]:
        text = " ".join(turn["text"].lower() for turn in episode["turns"])
        texts = re.sub(r"[^\w' ]+", " ", text).split()
        start = chance.randrange(max(1, len(texts) - STRETCH))
        yield episode["id"], [word for word in texts[start : start + STRETCH] if key(word)]


def written(
    said: list[str],
    phrases: Phrases,
    ways: dict[str, list[Form]],
    common: dict[str, list[tuple[str, int]]],
    chance: random.Random,
) -> tuple[list[str], list[str]]:
    """A talk with terms in listed forms and other words misheard; the term behind each word.

    Behind a word that was said so stands "", behind one misheard in general "?".
    """
    often, rate = chance.choice(OFTEN), chance.choice(GARBLED)
    habits = {reading: chance.choice(known) for reading, known in ways.items()}
    heard: list[str] = []
    behind: list[str] = []

    def between(words: list[str]) -> None:
        for word in words:
            new = misheard([word], {}, common, rate, chance)
            heard.extend(new)
            behind.extend("" if new == [word] else "?" for _ in new)

    done = 0
    for match in phrases.find(tuple(map(key, said))):
        reading = "".join(map(key, said[match.start : match.stop]))
        known = ways.get(reading, [])
        if not known or match.forms[0].how == "heard" or chance.random() > often:
            continue
        # A recogniser errs alike on a term through a talk, but not always.
        form = habits[reading] if chance.random() < HABIT else chance.choice(known)
        between(said[done : match.start])
        heard += form.words
        behind += [form.term.name] * len(form.words)
        done = match.stop
    between(said[done:])
    return heard, behind


def trees(
    rows: np.ndarray, label: np.ndarray, weight: np.ndarray
) -> HistGradientBoostingClassifier:
    model = HistGradientBoostingClassifier(
        learning_rate=0.1, max_iter=80, max_leaf_nodes=8, min_samples_leaf=15, l2_regularization=1.0,
        monotonic_cst=[(name in RISING) - (name in FALLING) for name in FEATURES], early_stopping=False, random_state=0,
    )  # fmt: skip
    return model.fit(rows, label, weight)


def main(pairs: Path, dialogue: Path, confused: Path) -> None:
    phrases = Phrases(merge(load(path) for path in shipped()))
    found = [
        (name, row)
        for name, texts, truth in recordings(pairs)
        for row in examples(phrases, texts, truth)
    ]
    real = len(found)
    found += manufactured(dialogue, phrases, confusions(confused))
    not_clean = len(found)
    found += [
        (name, row) for name, texts in clean(dialogue) for row in examples(phrases, texts, None)
    ]
    table = np.array([row for _, row in found], dtype=np.float32)
    rows, label = table[:, :-1], table[:, -1]
    print(
        f"{real:,} places in recogniser output ({int(label[:real].sum()):,} right), {not_clean - real:,} in "
        f"manufactured ({int(label[real:not_clean].sum()):,}), {len(found) - not_clean:,} in clean talk"
    )
    names = np.array([name for name, _ in found])
    place = np.arange(len(label))
    # What is manufactured shows what the field looks like, not how often a listed form is right.
    weight = np.where((place >= real) & (place < not_clean) & (label == 1), MADE, 1.0)
    fold = np.array([zlib.crc32(name.encode()) % FOLDS for name in names])
    score = np.zeros(len(label))
    for n in range(FOLDS):
        seen = fold != n
        model = trees(rows[seen], label[seen], weight[seen])
        score[fold == n] = model.decision_function(rows[fold == n])
    knots, chances = curve(score, label, weight)
    chance = np.interp(score, knots, chances)
    usual = float(np.average(label, weights=weight))
    print(
        f"AUC {roc_auc_score(label, score, sample_weight=weight):.3f}, calibration error "
        f"{expected_error(chance, label, weight):.3f}; {usual:.3f} right"
    )
    for name in np.unique(names):
        chance[names == name] = for_talk(chance[names == name], usual, MOST_MOVED, WEIGHT)
    parts = {"real": place < real, "manufactured": (place >= real) & (place < not_clean), "clean": place >= not_clean}  # fmt: skip
    for least in (0.9, 0.8, 0.7, 0.6, 0.5):
        told = [
            f"{part} {int(label[made].sum())} of {int(label[where].sum())} right, {int((label[made] == 0).sum())} wrong"
            for part, where in parts.items()
            if (made := where & (chance >= least)) is not None
        ]
        print(f"moved with the talk, at {least}: {'; '.join(told)}")
    model = replace(flattened(trees(rows, label, weight), knots, chances), features=FEATURES)
    OUT.write_bytes(pack(model))
    print(f"{OUT}: {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
