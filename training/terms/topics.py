"""Train the topic vectors of `pipeline/language/topics.py`: which words keep company, factored.

python training/terms/topics.py DIALOGUE_FOLDER [OUT.npz]      (SciPy; about five minutes)
"""

import sys
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

sys.path.insert(0, str(Path(__file__).parent))
from corpus import episodes

from pipeline.language.lm import spoken
from pipeline.language.topics import Topics, likeness, pack

COMPANY = 40  # words side by side that count as talked about together
LEAST, EVERYDAY, AXES = 15, 250, 48
OUT = Path("pipeline/language/models/terms_topics.npz")


def main(folder: Path, out: Path = OUT) -> None:
    texts = [" ".join(spoken(" ".join(turns))) for _, turns in episodes(folder, held_out=False)]
    counts = Counter(word for text in texts for word in text.split())
    ranked = [word for word, n in counts.most_common() if n >= LEAST and len(word) > 1]
    words = ranked[EVERYDAY:]
    ids = {word: n for n, word in enumerate(words)}
    rows, columns, first = [], [], 0
    for text in texts:
        numbers = np.array([ids.get(word, -1) for word in text.split()])
        place = np.flatnonzero(numbers >= 0)
        rows.append(first + place // COMPANY)
        columns.append(numbers[place])
        first += len(numbers) // COMPANY + 1
    column, row = np.concatenate(columns), np.concatenate(rows)
    seen = csr_matrix((np.ones(len(row), np.float32), (row, column)), shape=(first, len(words)))
    seen.data[:] = 1
    together = (seen.T @ seen).tocoo()
    often = np.asarray(seen.sum(axis=0)).ravel()
    # Positive pointwise mutual information, contexts smoothed as in word2vec.
    smooth = often**0.75
    expected = often[together.row] * smooth[together.col] / smooth.sum()
    gain = np.log(np.maximum(together.data / expected, 1e-9))
    keep = (gain > 0) & (together.row != together.col) & (together.data >= 2)
    matrix = csr_matrix(
        (gain[keep], (together.row[keep], together.col[keep])), shape=together.shape
    )
    print(f"{len(words):,} words, {matrix.nnz:,} pairs")
    left, sizes, _ = svds(matrix.astype(np.float32), k=AXES, random_state=0)
    vectors = left * np.sqrt(sizes)
    vectors -= np.average(vectors, axis=0, weights=often)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    # A word that everybody uses tells little about the subject.
    vectors *= np.minimum(1, np.log(len(row) / often) / 9)[:, None]
    model = Topics(tuple(words), vectors.astype(np.float32))
    for word in ("gradient", "bitcoin", "revenue", "gpu", "database"):
        like = likeness(np.repeat(model.of([word]), len(words), axis=0), model.vectors)
        print(word, [words[n] for n in np.argsort(-like)[1:9]])
    packed = pack(model)
    out.write_bytes(packed)
    print(f"{out}: {len(packed):,} bytes")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
