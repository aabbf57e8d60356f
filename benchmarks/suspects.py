"""What is listed as suspect: how much of it is wrong, and how much of what was missed it covers.

python benchmarks/suspects.py REFERENCE_FOLDER... [--control CONTROL.jsonl.gz] [--words N] [--bare] [--show]

A reference folder holds `raw.tsv` (time, tab, words), `clean.txt` (what was said) and `errors.tsv` (time,
raw words, right words, kind), as for `benchmarks/terms.py`. With `--bare` no dictionary is used.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from captions import bare, captioned
from rapidfuzz.distance import Levenshtein
from terms import DOMAIN, Reference

from pipeline.config import shipped
from pipeline.dictionary import Dictionary, load, merge
from pipeline.language.lm import spoken
from pipeline.model import Segment, Transcript
from pipeline.run import MADE_FROM, run
from pipeline.stages.terms import Terms
from pipeline.suspects import Listed, listed


@dataclass(frozen=True)
class Error:
    """Raw words `start` to `stop` (exclusive) are wrong; `right` is what was said."""

    start: int
    stop: int
    right: str
    kind: str


def heard(reference: Reference, folder: Path) -> tuple[Transcript, list[str]]:
    """The raw transcript of a reference, and the time of each word's line."""
    segments, times = [], []
    for line in (folder / "raw.tsv").read_text(encoding="utf-8").splitlines():
        time, _, text = line.partition("\t")
        hours, minutes, seconds = time.split(":")
        at = round(1000 * (int(hours) * 3600 + int(minutes) * 60 + float(seconds)))
        segments.append(Segment(at, at + 1, text))
        times += [time] * len(text.split())
    return Transcript.of(reference.name, segments), times


def errors(folder: Path, transcript: Transcript, times: Sequence[str]) -> Iterator[Error]:
    """The errors of a reference, each at the first place of its words from its time on."""
    texts = [word.text.casefold().strip(".,?!") for word in transcript.words]
    for line in (folder / "errors.tsv").read_text(encoding="utf-8").splitlines():
        time, raw, right, kind = (*line.split("\t"), "", "")[:4]
        words = [word.casefold().strip(".,?!") for word in raw.split()]
        if time not in times or not words:
            continue
        first = times.index(time)
        for at in range(first, min(first + 60, len(texts))):
            if texts[at : at + len(words)] == words:
                yield Error(at, at + len(words), right, kind)
                break


def wrong_words(reference: Reference) -> set[int]:
    """The raw words that a human wrote otherwise, spacing and spelling of joins left out of account."""
    flat, owner = [], []
    for n, text in enumerate(reference.heard):
        for word in spoken(text):
            flat.append(word)
            owner.append(n)
    wrong = set()
    for block in Levenshtein.opcodes(flat, reference.said):
        here = flat[block.src_start : block.src_end]
        there = reference.said[block.dest_start : block.dest_end]
        if block.tag in ("replace", "delete") and "".join(here) != "".join(there):
            wrong.update(owner[block.src_start : block.src_end])
    return wrong


def of_talk(transcript: Transcript, dictionary: Dictionary) -> tuple[list[Listed], set[int]]:
    """The suspects of a talk, and the words that the terms stage proposes to change."""
    step = run(transcript, Terms(dictionary), lambda edit: edit.confidence >= MADE_FROM)
    edits = (*step.made, *step.held)
    places = (edit.place for edit in edits if edit.kind != "form")
    return listed([step], dictionary), {
        n for start, stop in places for n in range(int(start), int(stop))
    }


def measure(folders: Sequence[Path], dictionary: Dictionary, *, show: bool) -> None:
    """The table of all references."""
    print("recording | words | listed in 1,000 | wrong | of them terms, names | right term guessed | "
          "term errors without proposal | covered")  # fmt: skip
    totals = [0] * 7
    for folder in folders:
        reference = Reference.read(folder)
        transcript, times = heard(reference, folder)
        found, proposed = of_talk(transcript, dictionary)
        known = list(errors(folder, transcript, times))
        wrong = wrong_words(reference)
        wrong.update(n for error in known for n in range(error.start, error.stop))
        spans = [range(int(s.place.start), int(s.place.stop)) for s in found]
        domain = [error for error in known if error.kind in DOMAIN]
        missed = [e for e in domain if proposed.isdisjoint(range(e.start, e.stop))]
        over = {n for span in spans for n in span}
        counts = [
            len(transcript.words),
            len(found),
            sum(not wrong.isdisjoint(span) for span in spans),
            sum(any(meets(error, span) for error in domain) for span in spans),
            sum(guessed(entry, span, domain) for entry, span in zip(found, spans, strict=True)),
            len(missed),
            sum(not over.isdisjoint(range(e.start, e.stop)) for e in missed),
        ]
        totals = [a + b for a, b in zip(totals, counts, strict=True)]
        print(row(folder.name, counts), flush=True)
        if show:
            for entry, span in zip(found, spans, strict=True):
                told = [error.right for error in known if meets(error, span)]
                mark = "+" if not wrong.isdisjoint(span) else "-"
                print(f"   {mark} {entry.chance:.2f} {entry.times}x … {entry.left} [{entry.heard}] "
                      f"{entry.right} …  {', '.join(entry.guesses)}   ({'; '.join(told)})")  # fmt: skip
    print(row("all", totals))


def row(name: str, counts: Sequence[int]) -> str:
    """A line of the table."""
    words, listed_here, wrong, domain, hits, missed, covered = counts
    return (
        f"{name} | {words:,} | {1000 * listed_here / words:.1f} | {wrong / max(1, listed_here):.2f} | "
        f"{domain / max(1, listed_here):.2f} | {hits / max(1, domain):.2f} | {missed} | "
        f"{covered / max(1, missed):.2f}"
    )


def meets(error: Error, span: range) -> bool:
    """Whether an error and a stretch share a word."""
    return error.start < span.stop and span.start < error.stop


def guessed(entry: Listed, span: range, domain: Sequence[Error]) -> bool:
    """Whether a guess stands in the right words of an error there."""
    right = [f" {' '.join(spoken(error.right))} " for error in domain if meets(error, span)]
    guesses = [f" {' '.join(spoken(guess))} " for guess in entry.guesses]
    return any(guess in said for guess in guesses for said in right)


def control(path: Path, dictionary: Dictionary, most: int) -> None:
    """How much is listed in clean human transcripts, marks and case taken off: nothing there is wrong."""
    words = found = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = " ".join(turn["text"] for turn in json.loads(line)["turns"])
            said = bare(text)
            found += len(of_talk(captioned("control", said), dictionary)[0])
            words += len(said)
            if words >= most:
                break
    print(f"clean transcripts, {words:,} words: {1000 * found / words:.2f} suspects in 1,000")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("references", nargs="*", type=Path)
    parser.add_argument("--control", type=Path)
    parser.add_argument("--words", type=int, default=60_000)
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    dictionary = Dictionary() if options.bare else merge(load(path) for path in shipped())
    if options.references:
        measure(options.references, dictionary, show=options.show)
    if options.control:
        control(options.control, dictionary, options.words)


if __name__ == "__main__":
    main()
