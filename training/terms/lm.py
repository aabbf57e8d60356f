"""Train the trigram model of `pipeline/language/lm.py` on human transcripts of technical talk, and on what
is written about machine learning (`written.py`).

python training/terms/lm.py DIALOGUE_FOLDER WRITTEN.jsonl.gz [OUT.npz]      (under a minute)
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from corpus import episodes

from pipeline.language.lm import BOUNDARY, UNKNOWN, LanguageModel, find, pack, spoken, unpack

LEAST_WORD, LEAST_PAIR, LEAST_TRIPLE = 3, 2, 2
DISCOUNT = 0.75
# Of what is written, the share in the mixture: more helps talk of the field, and harms other talk.
WRITTEN = 0.1
OUT = Path("pipeline/language/models/terms_lm.npz")


def talked(folder: Path) -> Iterator[str]:
    """The words of each episode."""
    for _, turns in episodes(folder, held_out=False):
        yield " ".join(spoken(" ".join(turns)))


def written(path: Path) -> Iterator[str]:
    """The words of each paragraph and title."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for package in map(json.loads, lines):
            for turn in package["turns"]:
                yield " ".join(spoken(turn["text"]))


def vocabulary(texts: Iterable[str]) -> tuple[str, ...]:
    """The words that stand there LEAST_WORD times, the most frequent first."""
    counts = Counter(word for text in texts for word in text.split())
    kept = sorted((w for w, n in counts.items() if n >= LEAST_WORD), key=lambda w: (-counts[w], w))
    return ("<unk>", "<s>", *kept)


def numbered(words: tuple[str, ...], texts: Iterable[str]) -> np.ndarray:
    """All texts as numbers, set apart by two boundaries."""
    ids = {word: number for number, word in enumerate(words)}
    parts = []
    for text in texts:
        numbers = np.array([ids.get(word, UNKNOWN) for word in text.split()], dtype=np.int64)
        parts += [np.full(2, BOUNDARY), numbers]
    return np.concatenate(parts)


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

    place, seen = find(pairs, first * size + second)
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
    at, known = find(pairs, tail[context] * size + last)
    lower = np.where(known, bigram[at], back1[tail[context]] * unigram[last])
    trigram = (triple_counts - DISCOUNT) / total2[context] + back2[context] * lower

    return LanguageModel(
        words, logs(unigram), logs(back1), pairs, logs(bigram), logs(back2), triples, logs(trigram)
    )


def logs(values: np.ndarray) -> np.ndarray:
    return np.log(np.clip(values, 1e-12, 1.0)).astype(np.float32)


def mixed(one: LanguageModel, other: LanguageModel, share: float) -> LanguageModel:
    """Both models of one vocabulary as one: of what either of them keeps, the mean with `share` of the other;
    what is left over backs off (static interpolation, as in SRILM's -mix-lm)."""
    size = len(one.words)

    def mean(of_one: np.ndarray, of_other: np.ndarray) -> np.ndarray:
        return (1 - share) * np.exp(of_one.astype(float)) + share * np.exp(of_other.astype(float))

    unigram = mean(one.unigram, other.unigram)
    pairs = np.union1d(one.bigram_keys, other.bigram_keys)
    head, tail = pairs // size, pairs % size
    bigram = mean(one.pair_probability(head, tail), other.pair_probability(head, tail))
    back1 = backing_off(head, bigram, unigram[tail], size)

    triples = np.union1d(renumbered(one, pairs), renumbered(other, pairs))
    context, last = triples // size, triples % size
    words = head[context], tail[context], last
    trigram = mean(one.log_probability(*words), other.log_probability(*words))
    place, seen = find(pairs, tail[context] * size + last)
    lower = np.where(seen, bigram[place], back1[tail[context]] * unigram[last])
    back2 = backing_off(context, trigram, lower, len(pairs))
    return LanguageModel(
        one.words, logs(unigram), logs(back1), pairs, logs(bigram), logs(back2), triples, logs(trigram)
    )  # fmt: skip


def renumbered(model: LanguageModel, pairs: np.ndarray) -> np.ndarray:
    """The keys of the model's triples, by their pair's place among `pairs`."""
    size = len(model.words)
    place, _ = find(pairs, model.bigram_keys[model.trigram_keys // size])
    return place * size + model.trigram_keys % size


def backing_off(context: np.ndarray, kept: np.ndarray, lower: np.ndarray, size: int) -> np.ndarray:
    """The weight of backing off in each context: what is not kept, over what backing off gives to that."""
    free = 1 - np.bincount(context, kept, size)
    return np.clip(free, 1e-4, 1) / np.clip(1 - np.bincount(context, lower, size), 1e-4, 1)


def perplexity(model: LanguageModel, folder: Path, most: int = 40) -> float:
    """Per word, on episodes the model has not seen."""
    surprises = []
    for number, (_, turns) in enumerate(episodes(folder, held_out=True)):
        if number < most:
            surprises.append(model.surprise(model.encode(spoken(" ".join(turns)))))
    return float(np.exp(np.concatenate(surprises).mean()))


def main(dialogue: Path, packages: Path, out: Path = OUT) -> None:
    talk, text = [*talked(dialogue)], [*written(packages)]
    words = vocabulary(chain(talk, text))
    models = [estimate(words, numbered(words, part)) for part in (talk, text)]
    packed = pack(mixed(*models, WRITTEN))
    out.write_bytes(packed)
    model = unpack(packed)
    print(
        f"vocabulary {len(words):,}, {len(model.bigram_keys):,} bigrams, {len(model.trigram_keys):,} trigrams, "
        f"{len(packed):,} bytes; perplexity on held-out episodes {perplexity(model, dialogue):.1f}"
    )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
