"""Manufactured mishearings: a term's phones, blurred, decoded into everyday English words.

What a recogniser does that never heard of a term: it covers the sounds with the likeliest words it
knows. Here the words within reach of every stretch of the term's phones are looked up by the search
itself, and a random best path over them is one way to mishear the term.
"""

import csv
import gzip
import math
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from pipeline.language.lm import language_model, spoken
from pipeline.language.phones import known, readings, say
from pipeline.matching.sound_search import Sounds, alike, distances

LEXICON = 10_000  # the most frequent words that the pronouncing dictionary has
STRETCH = 12  # phones one word may stand for
BY_PHONE, BY_WORD = 7.5, 0.7  # nats a phone misheard; share of a word's surprise
EACH, NOISE = 2.5, 1.3  # nats that every further word costs; scale of chance
FARTHEST = 0.36
GPL = ("talkpython_whisper", "air_lectures")


def mishearings(names: Sequence[str], tries: int, chance: random.Random) -> dict[str, list[str]]:
    """For each term some ways in which it may be misheard, likelier ones more than once."""
    model = language_model()
    lexicon = [w for w in model.words[2 : LEXICON + 9000] if w.isalpha() and known(w)][:LEXICON]
    prices = [EACH - float(model.unigram[model.ids[word]]) * BY_WORD for word in lexicon]
    said = {name: chance.choice(ways[:2]) for name in names if (ways := readings(name))}
    pieces = {
        phones[a:b]
        for phones in said.values()
        for a in range(len(phones))
        for b in range(a + 1, min(a + STRETCH, len(phones)) + 1)
    }
    ordered = sorted(pieces)
    words = Sounds.of([say(word) for word in lexicon])
    arcs: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for low in range(0, len(ordered), 20_000):
        part = ordered[low : low + 20_000]
        pairs = alike(Sounds.of(part), words, 0.45, 0.40)
        for left, right, far in zip(pairs.left, pairs.right, pairs.distance, strict=True):
            price = float(far) * len(part[left]) * BY_PHONE + prices[right]
            arcs[part[left]].append((price, int(right)))
    for piece, ways in arcs.items():
        arcs[piece] = sorted(ways)[:10]
    result = {}
    for name, phones in said.items():
        own = set(spoken(name))
        found = [path(phones, arcs, lexicon, own, chance) for _ in range(tries)]
        result[name] = near(phones, [way for way in found if way])
    return result


def path(
    phones: str,
    arcs: dict[str, list[tuple[float, int]]],
    lexicon: Sequence[str],
    own: set[str],
    chance: random.Random,
) -> str:
    """One cheapest way over the phones under random prices; empty if there is none."""
    best: list[tuple[float, int, int]] = [(0.0, 0, -1)] + [(math.inf, 0, -1)] * len(phones)
    for stop in range(1, len(phones) + 1):
        for start in range(max(0, stop - STRETCH), stop):
            if best[start][0] == math.inf:
                continue
            for price, word in arcs.get(phones[start:stop], ()):
                if lexicon[word] in own and stop - start == len(phones):
                    continue
                noise = -NOISE * math.log(-math.log(chance.random()))
                total = best[start][0] + price - noise
                if total < best[stop][0]:
                    best[stop] = (total, start, word)
    words, place = [], len(phones)
    while place and best[place][2] >= 0:
        words.append(lexicon[best[place][2]])
        place = best[place][1]
    return " ".join(reversed(words))


def near(phones: str, ways: Sequence[str]) -> list[str]:
    """Those that still sound like it."""
    if not ways:
        return []
    heard = Sounds.of(["".join(say(word) for word in way.split()) for way in ways])
    target = Sounds.of([phones] * len(ways))
    rows = np.argsort(heard.order)
    far = distances(heard, rows, target, np.arange(len(ways)))
    return [way for way, d in zip(ways, far, strict=True) if d <= FARTHEST]


def confusions(path: Path) -> dict[str, list[tuple[str, int]]]:
    """said -> what recognisers wrote instead, with counts; of texts that weights may be made from."""
    table: dict[str, list[tuple[str, int]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if all(source.startswith(GPL) for source in row["sources"].split(",")):
                continue
            said = " ".join(spoken(row["said"]))
            if said and len(said.split()) <= 3:
                table[said].append((row["heard"], int(row["count"])))
    return dict(table)


def misheard(
    said: Iterable[str],
    terms: dict[str, list[str]],
    common: dict[str, list[tuple[str, int]]],
    rate: float,
    chance: random.Random,
) -> list[str]:
    """A talk as a recogniser might write it: `terms` in their ways, other words at `rate`."""
    words = list(said)
    plain = [" ".join(spoken(word)) for word in words]
    # A recogniser errs alike on a term through a talk, but not always.
    often = {name: chance.choice((0.3, 0.6, 0.9)) for name in terms}
    habits = {name: chance.choice(ways) for name, ways in terms.items() if ways}
    by_words = {" ".join(spoken(name)): name for name in terms}
    heard: list[str] = []
    place = 0
    while place < len(words):
        for size in (3, 2, 1):
            here = " ".join(plain[place : place + size])
            name = by_words.get(here) or by_words.get(here.removesuffix("s"))
            if name in habits and chance.random() < often[name]:
                way = habits[name] if chance.random() < 0.4 else chance.choice(terms[name])
                plural = here not in by_words and not way.endswith("s")
                heard += (way + "s" if plural else way).split()
                place += size
                break
            if here in common and chance.random() < rate * (0.5 if size == 1 else 2.0):
                ways = common[here]
                way = chance.choices([w for w, _ in ways], [n for _, n in ways])[0]
                heard += way.split()
                place += size
                break
        else:
            heard.append(words[place])
            place += 1
    return heard
