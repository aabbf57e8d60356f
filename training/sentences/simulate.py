"""Makes recogniser-like input of human text: marks and capitals lost or noisy, mishearings,
caption lines, pauses. What it draws is decided anew for every stretch of text."""

import gzip
import re
from collections import defaultdict
from pathlib import Path
from random import Random

from texts import COMMA, NONE, QUESTION, STOP, UNKNOWN, Pair, Said

from pipeline.language.english import FILLERS
from pipeline.language.heard import Heard, slacks
from pipeline.language.words import core

# Their text is GPL: nothing learned from it is shipped.
CLOSED = ("talkpython_whisper", "air_lectures")
SIGNS = {NONE: "", COMMA: ",", STOP: ".", QUESTION: "?", UNKNOWN: ""}
# Shares of the words that are misheard, if anybody ever misheard them. (The first runs had none, none, .05 and .12.)
MISHEARD = (0.0, 0.06, 0.12, 0.2, 0.3)
OPENERS = {"and", "so", "but", "because", "um", "uh", "i", "that's", "then", "you", "it's"}
HYPHEN = re.compile(r"-")


def confusions(path: Path) -> dict[tuple[str, ...], list[tuple[str, int]]]:
    """said → what was heard instead and how often; of open sources only."""
    table: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            heard, said, _, _, sources, *_ = line.rstrip("\n").split("\t")
            counts = [part.rsplit("=", 1) for part in sources.split(",")]
            count = sum(int(n) for name, n in counts if not name.startswith(CLOSED))
            key = tuple(said.lower().split())
            if count and 0 < len(key) <= 2 and len(heard.split()) <= 3:
                table[key].append((heard.lower(), count))
    return dict(table)


def as_heard(said: list[Said], chance: Random, table: dict, share: float) -> list[Pair]:
    """Human words as a recogniser may have written them; `share` of the time it punctuates."""
    said = stumbled([part for item in said for part in split(item, chance)], chance)
    pairs = misheard(said, chance, table, chance.choice(MISHEARD))
    if chance.random() < share:
        punctuated(pairs, chance)
    else:
        unmarked(pairs, chance)
    return pairs


def unmarked(pairs: list[Pair], chance: Random) -> None:
    """With few marks and capitals, or none, whatever there were."""
    pairs[:] = [pair._replace(raw=core(pair.raw)) for pair in pairs]
    if chance.random() < 0.55:
        noisy_captions(pairs, chance)
    else:
        bare(pairs, chance)


def split(item: Said, chance: Random) -> list[Said]:
    """Recognisers write few hyphens."""
    if "-" not in item.text or chance.random() < 0.3:
        return [item]
    parts = [part for part in HYPHEN.split(item.text) if part]
    if len(parts) < 2:
        return [item]
    first = [Said(part, NONE, item.turn and not n, item.part) for n, part in enumerate(parts[:-1])]
    return [*first, Said(parts[-1], item.mark, False, item.part)]


def stumbled(said: list[Said], chance: Random) -> list[Said]:
    """With some repeated words, as people speak: "the, the layer"."""
    rate = chance.choice((0.0, 0.0, 0.01, 0.02))
    if not rate:
        return said
    out: list[Said] = []
    for item in said:
        if item.mark == NONE and len(item.text) < 5 and chance.random() < rate * 2:
            out += [item._replace(mark=COMMA), item._replace(turn=False)]
        else:
            out.append(item)
    return out


def misheard(said: list[Said], chance: Random, table: dict, rate: float) -> list[Pair]:
    """With words exchanged for what recognisers have heard in their place, if they ever have."""
    out: list[Pair] = []
    n = 0
    while n < len(said):
        item = said[n]
        width, found = 1, None
        if rate and chance.random() < rate:
            for width in (2, 1):
                part = said[n : n + width]
                width = len(part)
                if all(s.mark == NONE and not s.turn for s in part[:-1]):
                    found = table.get(tuple(s.text.lower() for s in part))
                if found:
                    break
        if not found:
            out.append(Pair(item.text, item.text, item.mark, int(item.turn), False, item.part))
            n += 1
            continue
        heard = chance.choices([h for h, _ in found], [c for _, c in found])[0].split()
        for k, word in enumerate(heard):
            last = k + 1 == len(heard)
            end = said[n + width - 1].mark if last else NONE
            out.append(Pair(word, "", end, int(item.turn and not k), False, item.part))
        n += width
    return out


def begins(pairs: list[Pair], n: int) -> bool:
    return n == 0 or pairs[n - 1].mark in (STOP, QUESTION)


def lowered(pair: Pair, keep: bool) -> str:
    word = core(pair.raw)
    return word if keep or word == "I" or word.startswith("I'") else word.lower()


def noisy_captions(pairs: list[Pair], chance: Random) -> None:
    """Few of the true stops, some false ones; capitals after them; names in small letters."""
    share, false = chance.uniform(0.1, 0.8), chance.uniform(0.0, 0.006)
    names, stray = chance.choice((0.0, 0.3, 0.8)), chance.choice((0.0, 0.03, 0.08))
    sign = chance.random() < 0.15  # it writes question marks too
    after = False
    for n, pair in enumerate(pairs):
        word = lowered(pair, chance.random() < names and not begins(pairs, n))
        if after or (begins(pairs, n) and chance.random() < stray) or chance.random() < 0.002:
            word = word[0].upper() + word[1:]
        next_word = pairs[n + 1].raw.lower() if n + 1 < len(pairs) else ""
        odds = false * (4 if next_word in OPENERS else 0.5)
        end = pair.mark in (STOP, QUESTION)
        after = chance.random() < (share if end else odds)
        shown = ("?" if sign and pair.mark == QUESTION else ".") if after else ""
        pairs[n] = pair._replace(raw=word + shown)


def bare(pairs: list[Pair], chance: Random) -> None:
    """No marks; all small letters, or with the capitals of names and "I"."""
    names = chance.choice((0.0, 0.0, 0.5, 1.0))
    small = names == 0.0 and chance.random() < 0.5
    for n, pair in enumerate(pairs):
        word = lowered(pair, chance.random() < names and not begins(pairs, n))
        pairs[n] = pair._replace(raw=word.lower() if small else word)


def punctuated(pairs: list[Pair], chance: Random) -> None:
    """Marks and capitals, wrong here and there."""
    noise = chance.choice((0.0, 0.05, 0.1, 0.25))
    names = chance.choice((0.7, 0.9, 1.0))
    after = True
    for n, pair in enumerate(pairs):
        label = max(pair.mark, NONE)
        if chance.random() < noise:
            label = chance.choice(
                {
                    NONE: (NONE,),
                    COMMA: (NONE, NONE, STOP),
                    STOP: (COMMA, NONE, COMMA),
                    QUESTION: (STOP, STOP, COMMA, NONE),
                }[label]
            )
        elif label == NONE and chance.random() < noise / 6:
            label = chance.choice((COMMA, COMMA, STOP))
        word = lowered(pair, begins(pairs, n) or chance.random() < names)
        if begins(pairs, n) and not after and word[:1].isupper() and chance.random() < 0.8:
            word = lowered(pair, False)
        if after:
            word = word[0].upper() + word[1:]
        after = label in (STOP, QUESTION)
        pairs[n] = pair._replace(raw=word + SIGNS[label])


def placed(pairs: list[Pair], chance: Random) -> list[Heard]:
    """The words with line edges and times, of one of the kinds of transcript there are."""
    silences = [
        silence(pair, following, chance)
        for pair, following in zip(pairs, [*pairs[1:], None], strict=True)
    ]
    kind = chance.random()
    named = [pair.labelled for pair in pairs[1:]] + [False]
    if any(named) or kind < 0.1:
        kind = chance.choice((kind, 0.9))
        named = named if any(named) else [pair.turn == 1 for pair in pairs[1:]] + [False]
    if kind < 0.58:
        return captions(pairs, silences, named, chance)
    if kind < 0.7:  # every word with its time
        edges = [s > 0.5 and chance.random() < 0.5 for s in silences]
        return [
            Heard(p.raw, 2 if m else int(e), s if s > 0.06 else 0.0, None)
            for p, s, e, m in zip(pairs, silences, edges, named, strict=True)
        ]
    if kind < 0.83:  # lines of whole phrases
        ends = [
            any(sign in p.raw[-1] for sign in ".?")
            or chance.random() < (0.2 if p.raw[-1] == "," else 0.05)
            for p in pairs
        ]
        gap = chance.random() < 0.3
        return [
            Heard(p.raw, 2 if m else int(e), s if gap and e else 0.0, None)
            for p, s, e, m in zip(pairs, silences, ends, named, strict=True)
        ]
    return [Heard(p.raw, 2 if m else 0) for p, m in zip(pairs, named, strict=True)]


def silence(pair: Pair, following: Pair | None, chance: Random) -> float:
    """Seconds of silence after a word."""
    if following is not None and following.turn == 1:
        return chance.lognormvariate(-0.2, 0.9) if chance.random() < 0.85 else 0.0
    odds, middle = {STOP: (0.6, -0.6), QUESTION: (0.6, -0.5), COMMA: (0.3, -1.2)}.get(
        pair.mark, (0.05, -1.0)
    )
    if core(pair.raw).lower() in FILLERS:
        odds = 0.4
    return chance.lognormvariate(middle, 0.7) if chance.random() < odds else 0.0


def captions(
    pairs: list[Pair], silences: list[float], named: list[bool], chance: Random
) -> list[Heard]:
    """Lines broken by length or at pauses, with the time each took."""
    width = chance.choice((32, 38, 40, 42, 60, 80))
    at_pauses = chance.random() < 0.25
    timed, coarse, gaps = chance.random() < 0.75, chance.random() < 0.7, chance.random() < 0.12
    pace = chance.uniform(0.05, 0.075)
    edges, length = [], 0
    for n, pair in enumerate(pairs):
        length += len(pair.raw) + 1
        ahead = len(pairs[n + 1].raw) if n + 1 < len(pairs) else 0
        edge = length + ahead > width or (at_pauses and silences[n] > 0.4) or named[n]
        edges.append(edge)
        if edge:
            length = 0
    lines: list[tuple[float, int]] = []
    clock, start, size = 0.0, 0.0, 0
    for n, pair in enumerate(pairs):
        size += len(pair.raw) + 1
        clock += pace * (len(pair.raw) + 1) * chance.uniform(0.75, 1.3) + (
            0 if gaps and edges[n] else silences[n]
        )
        if edges[n] or n + 1 == len(pairs):
            now = float(round(clock)) if coarse else clock
            lines.append((now - start, size))
            start, size = now, 0
    late = slacks(lines) if timed else [None] * len(lines)
    out, line = [], 0
    for n, pair in enumerate(pairs):
        out.append(
            Heard(
                pair.raw,
                2 if named[n] else int(edges[n]),
                silences[n] if gaps and edges[n] else 0.0,
                late[line],
            )
        )
        line += edges[n]
    return out
