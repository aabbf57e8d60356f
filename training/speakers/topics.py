"""Word vectors of subjects: `python training/speakers/topics.py DATA... --out WEIGHTS.npz`.

Words that occur near each other in technical conversation get like vectors (positive pointwise
mutual information, reduced by a randomised singular value decomposition), so that "NVIDIA" lies
near "hardware". Rows are unit length, stored in 8 bits.
"""

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

import numpy as np
from numba import njit

from pipeline.model import key

AT_LEAST = 120
STOPS = 150
CONTEXTS = 4000
WINDOW = 8
SIZE = 48


@njit(cache=True)
def count_pairs(ids, table, contexts, window):
    for n in range(len(ids)):
        one = ids[n]
        if one < 0:
            continue
        for m in range(max(0, n - window), min(len(ids), n + window + 1)):
            other = ids[m]
            if m != n and 0 <= other < contexts:
                table[one, other] += 1.0


def words_of(files: list[Path]) -> list[list[str]]:
    texts = []
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                turns = json.loads(line)["turns"]
                texts.append([key(word) for turn in turns for word in turn["text"].split()])
    return texts


def vectors(texts: list[list[str]]) -> tuple[list[str], np.ndarray]:
    counts = Counter(word for text in texts for word in text if word)
    kept = [word for word, n in counts.most_common() if n >= AT_LEAST and len(word) > 1][STOPS:]
    kept = [word for word in kept if not word[0].isdigit()]
    number = {word: n for n, word in enumerate(kept)}
    table = np.zeros((len(kept), CONTEXTS), np.float32)
    for text in texts:
        ids = np.array([number.get(word, -1) for word in text], np.int32)
        count_pairs(ids, table, CONTEXTS, WINDOW)
    rows = table.sum(1, keepdims=True) + 1e-9
    columns = table.sum(0, keepdims=True) ** 0.75
    columns /= columns.sum()
    with np.errstate(divide="ignore"):
        ppmi = np.maximum(np.log(table / rows / columns), 0.0).astype(np.float32)
    rng = np.random.default_rng(0)
    sketch = ppmi @ rng.standard_normal((CONTEXTS, SIZE + 16)).astype(np.float32)
    for _ in range(2):
        basis, _ = np.linalg.qr(ppmi @ (ppmi.T @ sketch))
        sketch = basis
    left, values, _ = np.linalg.svd(sketch.T @ ppmi, full_matrices=False)
    out = (sketch @ left * np.sqrt(values))[:, :SIZE]
    return kept, out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-9)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    kept, rows = vectors(words_of(args.data))
    store = np.round(rows / np.abs(rows).max() * 127).astype(np.int8)
    np.savez_compressed(args.out, words=np.array("\n".join(kept)), rows=store)
    number = {word: n for n, word in enumerate(kept)}
    print(f"{len(kept)} words, {args.out.stat().st_size} bytes")
    for word in ("nvidia", "amd", "facebook", "university", "torch", "representations", "hardware"):
        if word in number:
            near = np.argsort(-rows @ rows[number[word]])[1:11]
            print(word, [kept[n] for n in near])


if __name__ == "__main__":
    main()
