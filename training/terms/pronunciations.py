"""Make `pipeline/language/data/cmu.txt.gz` and the letter-to-sound rules beside it.

python training/terms/pronunciations.py CMUDICT.dict[.gz]      (about five minutes)

The rules are an IGTree: for a letter, its neighbours in the order of how much they tell, the
majority answer kept wherever it differs from that of the shorter context. A twentieth of the words
is kept back to measure; the shipped rules are then made from all of them.
"""

import gzip
import math
import re
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.language.alphabet import from_arpabet
from pipeline.language.letters import neighbours, padded, sound_out

DATA = Path("pipeline/language/data")
ENTRY = re.compile(r"^(\S+?)(?:\(\d+\))? ([A-Z0-9 ]+?)\s*(?:#.*)?$")
LETTERS_ONLY = re.compile(r"[a-z]{2,}")
Pair = tuple[str, str]
Aligned = tuple[str, tuple[str, ...]]  # a word, and the phones of each of its letters (none to two)


def read(path: Path) -> Iterator[Pair]:
    """(word, pronunciation) of every entry, the second and third pronunciations too."""
    packed = path.read_bytes()
    text = gzip.decompress(packed) if path.suffix == ".gz" else packed
    for line in text.decode().splitlines():
        if match := ENTRY.match(line):
            yield match[1], from_arpabet(match[2])


def align(pairs: list[Pair], rounds: int = 5) -> list[Aligned]:
    """Which phones each letter makes: the likeliest way, by hard EM."""
    cost: dict[Pair, float] = {}
    for turn in range(rounds):
        found = [way for word, phones in pairs if (way := best(word, phones, cost))]
        counts = Counter(
            (letter, part)
            for word, parts in found
            for letter, part in zip(word, parts, strict=True)
        )
        letters = Counter(letter for word, _ in found for letter in word)
        cost = {pair: -math.log(n / letters[pair[0]]) for pair, n in counts.items()}
        print(
            f"alignment {turn}: {len(found):,} words, {sum(cost[p] * n for p, n in counts.items()):,.0f} nats"
        )
    return found


def best(word: str, phones: str, cost: dict[Pair, float]) -> Aligned | None:
    """The cheapest split of `phones` over the letters of `word`."""
    width = len(phones) + 1
    ways: list[list[tuple[float, int]]] = [[(math.inf, 0)] * width for _ in range(len(word) + 1)]
    ways[0][0] = (0.0, 0)
    for i, letter in enumerate(word):
        row, after = ways[i], ways[i + 1]
        for j in range(width):
            so_far = row[j][0]
            if so_far == math.inf:
                continue
            for size in range(min(2, width - 1 - j) + 1):
                price = (
                    cost.get((letter, phones[j : j + size]), 9.0) if cost else (1.0, 0.5, 2.0)[size]
                )
                if so_far + price < after[j + size][0]:
                    after[j + size] = (so_far + price, size)
    if ways[-1][-1][0] == math.inf:
        return None
    parts, j = [], width - 1
    for i in range(len(word), 0, -1):
        size = ways[i][j][1]
        parts.append(phones[j - size : j])
        j -= size
    return word, tuple(reversed(parts))


def grow(words: Iterable[Aligned]) -> dict[str, str]:
    """context -> phones, kept where the answer differs from that of the next shorter context."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for word, parts in words:
        text = padded(word)
        for place, part in enumerate(parts):
            context = neighbours(text, place)
            for size in range(1, len(context) + 1):
                votes[context[:size]][part] += 1
    rules: dict[str, str] = {}
    for key in sorted(votes, key=len):
        answer, support = votes[key].most_common(1)[0]
        above = next((rules[key[:n]] for n in range(len(key) - 1, 0, -1) if key[:n] in rules), None)
        if answer != above and (support >= 2 or len(key) == 1):
            rules[key] = answer
    return rules


def accuracy(rules: dict[str, str], pairs: list[Pair]) -> tuple[float, float]:
    """Share of words wholly right (by any of their pronunciations), and phone error rate."""
    right: dict[str, set[str]] = defaultdict(set)
    for word, phones in pairs:
        right[word].add(phones)
    hits = errors = length = 0
    for word, ways in right.items():
        said = sound_out(word, rules)
        hits += said in ways
        errors += min(distance(said, way) for way in ways)
        length += len(said)
    return hits / len(right), errors / length


def distance(one: str, other: str) -> int:
    """Edit distance."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]


def main(source: Path) -> None:
    entries = list(dict.fromkeys(read(source))) or sys.exit(f"{source}: no pronunciations there")
    lines = "".join(f"{word}\t{phones}\n" for word, phones in entries)
    write(DATA / "cmu.txt.gz", lines)
    plain = [(word, phones) for word, phones in entries if LETTERS_ONLY.fullmatch(word)]
    aligned = align(plain)
    kept_back = {word for word, _ in plain if zlib.crc32(word.encode()) % 20 == 0}
    rules = grow(pair for pair in aligned if pair[0] not in kept_back)
    words, phones = accuracy(rules, [pair for pair in plain if pair[0] in kept_back])
    print(f"{len(rules):,} rules; kept-back words right {words:.3f}, phone errors {phones:.3f}")
    rules = grow(aligned)
    write(DATA / "letters.txt.gz", "".join(f"{key}\t{rules[key]}\n" for key in sorted(rules)))


def write(path: Path, text: str) -> None:
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{path}: {text.count(chr(10)):,} lines, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
