"""Train the trigram model of `pipeline/language/lm.py` on human transcripts of technical talk.

python training/terms/lm.py DIALOGUE_FOLDER [OUT.npz]      (about five minutes, 6 GB)
"""

import sys
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from corpus import episodes

from pipeline.language.lm import BOUNDARY, UNKNOWN, LanguageModel, pack, spoken, unpack

LEAST_WORD, LEAST_PAIR, LEAST_TRIPLE = 3, 2, 2
DISCOUNT = 0.75
OUT = Path("pipeline/language/models/terms_lm.npz")


def read(folder: Path) -> tuple[tuple[str, ...], np.ndarray]:
    """The vocabulary, and the whole text as numbers, episodes set apart by two boundaries."""
    counts: Counter[str] = Counter()
    texts = []
    for _, turns in episodes(folder, held_out=False):
        words = spoken(" ".join(turns))
        counts.update(words)
        texts.append(" ".join(words))
    kept = sorted((w for w, n in counts.items() if n >= LEAST_WORD), key=lambda w: (-counts[w], w))
    words = ("<unk>", "<s>", *kept)
    ids = {word: number for number, word in enumerate(words)}
    parts = []
    for text in texts:
        numbers = np.array([ids.get(word, UNKNOWN) for word in text.split()], dtype=np.int64)
        parts += [np.full(2, BOUNDARY), numbers]
    return words, np.concatenate(parts)


def estimate(words: tuple[str, ...], text: np.ndarray) -> LanguageModel:
    """Interpolated Kneser-Ney with one discount, pruned by count."""
    size = len(words)
    first, second, third = text[:-2], text[1:-1], text[2:]
    pairs, pair_counts = np.unique(second * size + third, return_counts=True)
    head, tail = pairs // size, pairs % size
    continuation = np.bincount(tail, minlength=size).astype(float)
    continuation[BOUNDARY] = 0
    unigram = 0.98 * continuation / continuation.sum() + 0.02 / size

    total = np.bincount(head, pair_counts, size)
    pair_keep = pair_counts >= LEAST_PAIR
    left_over = 1 - np.bincount(head, pair_keep * (pair_counts - DISCOUNT), size) / np.maximum(
        total, 1
    )
    back1 = np.where(total > 0, np.maximum(left_over, 1e-4), 1.0)
    pairs, pair_counts = pairs[pair_keep], pair_counts[pair_keep]
    head, tail = pairs // size, pairs % size
    bigram = (pair_counts - DISCOUNT) / total[head] + back1[head] * unigram[tail]

    place = np.minimum(np.searchsorted(pairs, first * size + second), len(pairs) - 1)
    seen = pairs[place] == first * size + second
    triples, triple_counts = np.unique(place[seen] * size + third[seen], return_counts=True)
    context, last = triples // size, triples % size
    total2 = np.bincount(context, triple_counts, len(pairs))
    keep = triple_counts >= LEAST_TRIPLE
    left_over = 1 - np.bincount(
        context, keep * (triple_counts - DISCOUNT), len(pairs)
    ) / np.maximum(total2, 1)
    back2 = np.where(total2 > 0, np.maximum(left_over, 1e-4), 1.0)
    triples, triple_counts, context, last = (
        part[keep] for part in (triples, triple_counts, context, last)
    )
    below = tail[context] * size + last
    at = np.minimum(np.searchsorted(pairs, below), len(pairs) - 1)
    lower = np.where(pairs[at] == below, bigram[at], back1[tail[context]] * unigram[last])
    trigram = (triple_counts - DISCOUNT) / total2[context] + back2[context] * lower

    def logs(values: np.ndarray) -> np.ndarray:
        return np.log(np.minimum(values, 1.0)).astype(np.float32)

    return LanguageModel(
        words, logs(unigram), logs(back1), pairs, logs(bigram), logs(back2), triples, logs(trigram)
    )


def perplexity(model: LanguageModel, folder: Path, most: int = 40) -> float:
    """Per word, on episodes the model has not seen."""
    surprises = []
    for number, (_, turns) in enumerate(episodes(folder, held_out=True)):
        if number < most:
            surprises.append(model.surprise(model.encode(spoken(" ".join(turns)))))
    return float(np.exp(np.concatenate(surprises).mean()))


def main(folder: Path, out: Path = OUT) -> None:
    words, text = read(folder)
    print(f"{len(text):,} words, vocabulary {len(words):,}")
    model = estimate(words, text)
    packed = pack(model)
    out.write_bytes(packed)
    print(
        f"{len(model.bigram_keys):,} bigrams, {len(model.trigram_keys):,} trigrams, {len(packed):,} bytes"
    )
    print(f"perplexity on held-out episodes {perplexity(unpack(packed), folder):.1f}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
