"""Fit the scorer of `pipeline/language/scorer.py` on labelled candidates.

python training/terms/fit.py EXAMPLES.npz...      (scikit-learn; a few minutes on one core)

Every file holds `rows` (features), `label`, `weight` and `group` (the recording). Recordings are kept
whole: each is scored by trees that have not seen it, and those scores give the calibration.
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score

from pipeline.language.scorer import Scorer, pack
from pipeline.language.trees import LEAF
from pipeline.matching.sound_evidence import FEATURES

OUT = Path("pipeline/language/models/terms_scorer.npz")
FOLDS = 3
KNOTS = 60
# More of what a candidate does for the written words can only speak for it: noise must not bend that.
RISING = ("worst_word",)
FALLING = ("distance", "cost")


def load(paths: list[Path]) -> tuple[np.ndarray, ...]:
    parts, first = [], 0
    for path in paths:
        with np.load(path) as data:
            parts.append((data["rows"], data["label"], data["weight"], data["group"] + first))
            first += int(data["group"].max()) + 1
        _, label, weight, _ = parts[-1]
        print(
            f"{path.name}: {len(label):,} candidates, {int(label.sum()):,} right, for {weight.sum():,.0f}"
        )
    return tuple(np.concatenate(part) for part in zip(*parts, strict=True))


def trees(
    rows: np.ndarray, label: np.ndarray, weight: np.ndarray
) -> HistGradientBoostingClassifier:
    names = list(FEATURES)
    ways = [(name in RISING) - (name in FALLING) for name in names]
    model = HistGradientBoostingClassifier(
        learning_rate=0.06, max_iter=220, max_leaf_nodes=24, min_samples_leaf=40,
        l2_regularization=5.0, monotonic_cst=ways, early_stopping=False, random_state=0,
    )  # fmt: skip
    return model.fit(rows, label, sample_weight=weight)


def flattened(
    model: HistGradientBoostingClassifier, scores: np.ndarray, chances: np.ndarray
) -> Scorer:
    """The trees as arrays of nodes, one after the other."""
    columns: dict[str, list[np.ndarray]] = {
        name: [] for name in ("feature", "threshold", "below", "above", "value")
    }
    roots, first = [], 0
    for (tree,) in model._predictors:  # scikit-learn offers no other way to its trees
        nodes, leaf = tree.nodes, tree.nodes["is_leaf"].astype(bool)
        roots.append(first)
        columns["feature"].append(np.where(leaf, LEAF, nodes["feature_idx"]).astype(np.int16))
        columns["threshold"].append(nodes["num_threshold"].astype(np.float32))
        columns["below"].append((nodes["left"] + first).astype(np.int32))
        columns["above"].append((nodes["right"] + first).astype(np.int32))
        columns["value"].append(nodes["value"].astype(np.float32))
        first += len(nodes)
    joined = {name: np.concatenate(parts) for name, parts in columns.items()}
    return Scorer(
        tuple(FEATURES), np.array(roots, dtype=np.int32), **joined,
        base=float(np.ravel(model._baseline_prediction)[0]),
        scores=scores.astype(np.float32), chances=chances.astype(np.float32),
    )  # fmt: skip


def curve(
    score: np.ndarray, label: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Knots of a rising line from score to probability."""
    fitted = IsotonicRegression(out_of_bounds="clip").fit(score, label, sample_weight=weight)
    edges = np.unique(np.quantile(score[label == 1], np.linspace(0, 1, KNOTS)))
    knots = np.concatenate([[score.min() - 1], edges])
    smooth = np.convolve(
        np.pad(fitted.predict(knots), 2, mode="edge"), np.ones(5) / 5, mode="valid"
    )
    return knots, np.maximum.accumulate(np.clip(smooth, 0, 0.995))


def expected_error(chance: np.ndarray, label: np.ndarray, weight: np.ndarray) -> float:
    """Expected calibration error over ten bins of candidates worth showing (probability of .1 and more)."""
    shown = chance >= 0.1
    chance, label, weight = chance[shown], label[shown], weight[shown]
    bins = np.minimum((chance * 10).astype(int), 9)
    gaps = [
        abs(
            np.average(chance[bins == n], weights=weight[bins == n])
            - np.average(label[bins == n], weights=weight[bins == n])
        )
        * weight[bins == n].sum()
        for n in range(10)
        if (bins == n).any()
    ]
    return float(sum(gaps) / weight.sum())


def main(paths: list[Path]) -> None:
    rows, label, weight, group = load(paths)
    score = np.zeros(len(label))
    fold = (group * 7919) % 10007 % FOLDS
    for n in range(FOLDS):
        seen, kept = fold != n, fold == n
        score[kept] = trees(rows[seen], label[seen], weight[seen]).decision_function(rows[kept])
    print(f"AUC {roc_auc_score(label, score, sample_weight=weight):.3f}, "
          f"average precision {average_precision_score(label, score, sample_weight=weight):.3f}")  # fmt: skip
    precision, recall, _ = precision_recall_curve(label, score, sample_weight=weight)
    for least in (0.95, 0.9, 0.8, 0.5, 0.2):
        print(f"recall at precision {least}: {recall[precision >= least].max():.3f}")
    knots, chances = curve(score, label, weight)
    print(
        f"calibration error {expected_error(np.interp(score, knots, chances), label, weight):.3f}"
    )
    model = trees(rows, label, weight)
    packed = pack(flattened(model, knots, chances))
    OUT.write_bytes(packed)
    print(f"{OUT}: {len(packed):,} bytes")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
