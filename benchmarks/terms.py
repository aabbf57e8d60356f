"""What finds misheard terms: the search by sound beside what one would try first.

python benchmarks/terms.py REFERENCE_FOLDER... --terms TERMS.txt [--control CONTROL.jsonl.gz] [--words N]
python benchmarks/terms.py --speed --terms MANY_TERMS.txt REFERENCE_FOLDER

A reference folder holds `raw.tsv` (time, tab, words), `clean.txt` (what was said, a sentence a line,
"[time] speaker:" before it) and `errors.tsv` (time, raw words, right words, kind). TERMS.txt is a bare
list; the right words of the references' own errors are added to it, as their editor would have.
Needs rapidfuzz and Metaphone.
"""

import argparse
import csv
import gzip
import json
import re
import sys
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from captions import bare
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from pipeline.dictionary import Dictionary, Term
from pipeline.language.counts import VERY_COMMON, count
from pipeline.language.english import FUNCTION
from pipeline.language.lm import spoken
from pipeline.matching.sound import APPLY, SoundIndex, listen
from pipeline.model import Segment, Transcript
from pipeline.run import MADE_FROM
from pipeline.stages.terms import Terms

# Words start to stop (exclusive) are to read so; all that a method offers for one place, best first.
Place = tuple[int, int, tuple[str, ...], bool]  # the last: whether it would be written unasked
Method = Callable[[Sequence[str], Sequence[str]], list[Place]]
RAPIDFUZZ = 88  # of 100; the cut-off between 80 and 95 that does best on the references
DOMAIN = ("term", "person", "org")


@dataclass(frozen=True)
class Reference:
    """A talk as recognised and as corrected by hand."""

    name: str
    heard: tuple[str, ...]
    said: tuple[str, ...]
    errors: tuple[tuple[str, str], ...]  # raw words, right words; of terms and names

    @classmethod
    def read(cls, folder: Path) -> "Reference":
        """The talk in `folder`."""
        lines = (folder / "raw.tsv").read_text(encoding="utf-8").splitlines()
        heard = " ".join(line.partition("\t")[2] for line in lines).split()
        clean = (folder / "clean.txt").read_text(encoding="utf-8").splitlines()
        said = spoken(" ".join(re.sub(r"^\[[\d:]+\][^:]*:", "", line) for line in clean))
        with (folder / "errors.tsv").open(encoding="utf-8") as file:
            rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        errors = tuple((row[1], row[2]) for row in rows if len(row) > 3 and row[3] in DOMAIN)
        return cls(folder.name, tuple(heard), tuple(said), errors)


def canonical(right: str) -> str | None:
    """The term in the right words of an error: without the function words round it."""
    words = re.findall(r"[^\s,.;:!?\"()]+", right)
    while words and words[0].lower() in FUNCTION:
        words = words[1:]
    while words and words[-1].lower() in FUNCTION:
        words = words[:-1]
    telling = any(
        count(word.lower()) < VERY_COMMON or word[1:] != word[1:].lower() for word in words
    )
    return " ".join(words) if telling and len(words) <= 3 else None


def by_sound(texts: Sequence[str], names: Sequence[str]) -> list[Place]:
    """The search of this project."""
    groups = listen(texts, SoundIndex.of(map(Term, names)))
    return [
        (
            group[0].start,
            group[0].stop,
            tuple(candidate.reading for candidate in group),
            group[0].probability >= APPLY,
        )
        for group in groups
    ]


def by_stage(texts: Sequence[str], names: Sequence[str]) -> list[Place]:
    """The whole stage of this project: listed forms and letters as well, and a second reading."""
    transcript = Transcript.of("", [Segment(0, 0, " ".join(texts))])
    at = {token: n for n, token in enumerate(transcript.tokens)}
    edits = Terms(Dictionary(tuple(map(Term, names))))(transcript)
    found: list[Place] = []
    for edit in sorted(edits, key=lambda edit: -edit.confidence):
        start, stop = at[edit.tokens_before[0]], at[edit.tokens_before[-1]] + 1
        beside = next((n for n, p in enumerate(found) if p[0] < stop and start < p[1]), None)
        if beside is None:
            found.append((start, stop, (edit.now,), edit.confidence >= MADE_FROM))
        else:
            low, high, readings, written = found[beside]
            found[beside] = (low, high, (*readings, edit.now), written)
    return found


def exact(texts: Sequence[str], names: Sequence[str]) -> list[Place]:
    """The list as it stands: joins and capitals ("image net")."""
    joined = {"".join(spoken(name)): name for name in names}
    found = []
    for start, stop, words in windows(texts):
        name = joined.get("".join(words))
        if name and words != spoken(name):
            found.append((start, stop, (name,), True))
    return longest(found)


def fuzzy(texts: Sequence[str], names: Sequence[str]) -> list[Place]:
    """rapidfuzz's ratio of every window with every term."""
    from rapidfuzz import process

    forms = [" ".join(spoken(name)) for name in names]
    known = set(forms)
    found = []
    for start, stop, words in windows(texts):
        text = " ".join(words)
        if text in known or len(text) < 4:
            continue
        best = process.extractOne(text, forms, scorer=fuzz.ratio, score_cutoff=RAPIDFUZZ)
        if best:
            found.append((start, stop, (names[best[2]],), True))
    return longest(found)


def metaphone(texts: Sequence[str], names: Sequence[str]) -> list[Place]:
    """Equal double-metaphone keys of windows and terms."""
    from metaphone import doublemetaphone

    keys: dict[str, str] = {}
    for name in names:
        for key in doublemetaphone("".join(spoken(name))):
            if len(key) > 2:
                keys.setdefault(key, name)
    known = {tuple(spoken(name)) for name in names}
    found = []
    for start, stop, words in windows(texts):
        name = keys.get(doublemetaphone("".join(words))[0])
        if name and tuple(words) not in known:
            found.append((start, stop, (name,), True))
    return longest(found)


def compound(texts: Sequence[str], names: Sequence[str]) -> list[Place]:
    """symspellpy's lookup_compound on ten words at a time, the terms added to its dictionary."""
    from importlib.resources import files

    from symspellpy import SymSpell

    speller = SymSpell(max_dictionary_edit_distance=2)
    lists = files("symspellpy")
    speller.load_dictionary(str(lists / "frequency_dictionary_en_82_765.txt"), 0, 1)
    speller.load_bigram_dictionary(str(lists / "frequency_bigramdictionary_en_243_342.txt"), 0, 2)
    for name in names:
        for word in spoken(name):
            speller.create_dictionary_entry(word, 1_000_000)
    found: list[Place] = []
    for first in range(0, len(texts), 10):
        words = [(" ".join(spoken(text)) or "-") for text in texts[first : first + 10]]
        answer = speller.lookup_compound(" ".join(words), 2)[0].term.split()
        for block in Levenshtein.opcodes(words, answer):
            if block.tag != "equal" and block.src_end > block.src_start:
                new = " ".join(answer[block.dest_start : block.dest_end])
                found.append((first + block.src_start, first + block.src_end, (new,), True))
    return found


METHODS: dict[str, Method] = {
    "mondegreen, by sound": by_sound,
    "mondegreen, the stage": by_stage,
    "exact list": exact,
    "rapidfuzz windows": fuzzy,
    "double metaphone": metaphone,
    "symspellpy lookup_compound": compound,
}


def windows(texts: Sequence[str]) -> Iterator[tuple[int, int, list[str]]]:
    """Every stretch of up to three words."""
    words = [spoken(text) for text in texts]
    for start in range(len(texts)):
        for stop in range(start + 1, min(start + 3, len(texts)) + 1):
            yield start, stop, [word for part in words[start:stop] for word in part]


def longest(found: list[Place]) -> list[Place]:
    """Without those that overlap a longer one."""
    taken: set[int] = set()
    kept = []
    for place in sorted(found, key=lambda place: (place[0] - place[1], place[0])):
        if taken.isdisjoint(range(place[0], place[1])):
            taken.update(range(place[0], place[1]))
            kept.append(place)
    return kept


def gains(reference: Reference, places: Sequence[Place]) -> Iterator[int]:
    """By how many words each place, written, comes nearer to what was said."""
    heard = [" ".join(spoken(text)) for text in reference.heard]
    anchors: dict[int, int] = {}
    for block in Levenshtein.opcodes(heard, reference.said):
        if block.tag == "equal" and block.src_end - block.src_start > 1:
            for n in range(block.src_end - block.src_start):
                anchors[block.src_start + n] = block.dest_start + n
    fixed = sorted(anchors)
    for start, stop, readings, _ in places:
        left, right = bisect_left(fixed, start) - 1, bisect_right(fixed, stop - 1)
        if left < 0 or right >= len(fixed):
            continue
        low, high = fixed[left], fixed[right]
        want = reference.said[anchors[low] : anchors[high] + 1]
        old = [word for text in heard[low : high + 1] for word in text.split()]
        new = [word for text in heard[low:start] for word in text.split()] + spoken(readings[0])
        new += [word for text in heard[stop : high + 1] for word in text.split()]
        yield Levenshtein.distance(old, want) - Levenshtein.distance(new, want)


def fixed(reference: Reference, places: Sequence[Place], *, offered: int) -> int:
    """How many of the reference's term errors have their right words in a place over them."""
    plain = [" ".join(spoken(text)) for text in reference.heard]
    right = 0
    for wrong, said in reference.errors:
        name = " ".join(spoken(canonical(said) or said))
        words = spoken(wrong)
        hits = [
            (start, stop, readings)
            for start, stop, readings, written in places
            if written or offered > 1
            if any(name in " ".join(spoken(reading)) for reading in readings[:offered])
        ]
        right += any(
            set(" ".join(plain[max(0, start) : stop]).split()) & set(words)
            for start, stop, _ in hits
        )
    return right


def compare(references: Sequence[Reference], names: Sequence[str]) -> None:
    """The table of all methods over all references."""
    print(f"{len(names):,} terms; {sum(len(r.heard) for r in references):,} words")
    print("method | fixed | with three suggestions | improved words | harmed words | words/s")
    total = sum(len(reference.errors) for reference in references)
    for name, method in METHODS.items():
        began = time.perf_counter()
        results = [(reference, method(reference.heard, names)) for reference in references]
        took = time.perf_counter() - began
        applied = [(r, [place for place in places if place[3]]) for r, places in results]
        change = [gain for reference, places in applied for gain in gains(reference, places)]
        one = sum(fixed(reference, places, offered=1) for reference, places in results)
        three = sum(fixed(reference, places, offered=3) for reference, places in results)
        print(
            f"{name} | {one / total:.3f} | {three / total:.3f} | {sum(g for g in change if g > 0)} | "
            f"{-sum(g for g in change if g < 0)} | {sum(len(r.heard) for r in references) / took:,.0f}",
            flush=True,
        )


def harm(path: Path, names: Sequence[str], most: int) -> None:
    """What is found in clean human transcripts, stripped of marks and case: all of it is wrong."""
    index = SoundIndex.of(map(Term, names))
    words = applied = shown = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = " ".join(turn["text"] for turn in json.loads(line)["turns"])
            texts = bare(text)
            for group in listen(texts, index):
                best = group[0]
                same = "".join(spoken(" ".join(texts[best.start : best.stop]))) == "".join(
                    spoken(best.reading)
                )
                written = best.probability >= APPLY
                applied += written and not same
                shown += not written
            words += len(texts)
            if words >= most:
                break
    print(
        f"clean transcripts, {words:,} words: {applied} false edits applied, "
        f"{1e5 * applied / words:.1f} in 100,000; {1e3 * shown / words:.2f} suggestions in 1,000"
    )


def speed(reference: Reference, names: Sequence[str]) -> None:
    """Words per second for growing dictionaries, search and decision together."""
    for size in (100, 1_000, 3_000, 10_000):
        index = SoundIndex.of(map(Term, names[:size]))
        listen(reference.heard[:500], index)
        began = time.perf_counter()
        listen(reference.heard, index)
        took = time.perf_counter() - began
        print(f"{min(size, len(names)):,} terms: {len(reference.heard) / took:,.0f} words/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("references", nargs="+", type=Path)
    parser.add_argument("--terms", type=Path, required=True)
    parser.add_argument("--control", type=Path)
    parser.add_argument("--words", type=int, default=200_000)
    parser.add_argument("--speed", action="store_true")
    options = parser.parse_args()
    references = [Reference.read(folder) for folder in options.references]
    own = [name for r in references for _, right in r.errors if (name := canonical(right))]
    listed = options.terms.read_text(encoding="utf-8").splitlines()
    names = list(dict.fromkeys([*own, *filter(None, map(str.strip, listed))]))
    if options.speed:
        speed(references[0], names)
    elif options.control:
        harm(options.control, names, options.words)
    else:
        compare(references, names)


if __name__ == "__main__":
    main()
