"""How good the sentences are, and how fast: the network, the rules and what else there is.

    python benchmarks/sentences.py TALKS [--control control.jsonl.gz] [--words 30000]

TALKS is a folder of folders with `raw.tsv` (a time and a caption line, tab between) and `clean.txt`
(`[0:00:00] Speaker: Sentence.` a line), at any depth. The control file holds human transcripts
(JSON lines with `source` and `turns`); they are stripped of marks and capitals and broken into
lines, and the stage is to put both back. The stage runs alone, without terms or fillers taken out.
"""

import argparse
import gzip
import json
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pipeline.language.heard import heard
from pipeline.language.punctuator import tags
from pipeline.model import Segment, Transcript
from pipeline.run import run
from pipeline.scoring import Score, score
from pipeline.stages.sentences import Sentences

LINE = 40  # characters of a caption line
SENTENCE = re.compile(r"\[(\d+):(\d\d):(\d\d)\]\s*([^:]+?):\s*(.*)")
STRIPPED = re.compile(r"[^\w\s'’+#&%$€£@-]|(?<!\w)-|-(?!\w)")
Tool = Callable[[Transcript], Transcript]


def milliseconds(hours: str, minutes: str, seconds: str) -> int:
    """A clock time in milliseconds."""
    return 1000 * (3600 * int(hours) + 60 * int(minutes) + int(seconds))


def spoken(lines: Iterable[tuple[int, str, str | None]], name: str) -> Transcript:
    """A transcript of (start, text, speaker) lines, each of which lasts until the next."""
    rows = [row for row in lines if row[1].strip()]
    ends = [start for start, _, _ in rows[1:]] + [rows[-1][0] + 3000]
    return Transcript.of(
        name,
        [
            Segment(at, max(at, end), text, who)
            for (at, text, who), end in zip(rows, ends, strict=True)
        ],
    )


def talks(folder: Path) -> Iterator[tuple[Transcript, Transcript]]:
    """The raw transcripts under `folder`, each with its reference."""
    for path in sorted(folder.rglob("raw.tsv")):
        rows = [line.split("\t", 1) for line in path.read_text(encoding="utf-8").splitlines()]
        raw = [(milliseconds(*at.split(":")), text, None) for at, text in rows]
        found = map(
            SENTENCE.match, path.with_name("clean.txt").read_text(encoding="utf-8").splitlines()
        )
        true = [(milliseconds(*m.groups()[:3]), m[5], m[4]) for m in found if m]
        yield spoken(raw, path.parent.name), spoken(true, path.parent.name)


def controls(path: Path, most: int) -> Iterator[tuple[Transcript, Transcript]]:
    """Human transcripts, stripped, each with itself as reference; `most` words of each source."""
    seen: defaultdict[str, int] = defaultdict(int)
    kept: defaultdict[str, list[tuple[int, str, str | None]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as records:
        for record in map(json.loads, records):
            source = record["source"].split("/")[-1]
            for turn in record["turns"] if seen[source] < most else ():
                seen[source] += len(turn["text"].split())
                for sentence in re.split(r"(?<=[.?!])\s+", turn["text"]):
                    kept[source].append((0, sentence, turn["speaker"]))
    for source, sentences in kept.items():
        words = [
            word for _, text, _ in sentences for word in STRIPPED.sub(" ", text).lower().split()
        ]
        yield spoken(((0, line, None) for line in lines(words)), source), spoken(sentences, source)


def lines(words: Iterable[str]) -> Iterator[str]:
    """Words as caption lines."""
    line = ""
    for word in words:
        if len(line) + len(word) >= LINE:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


def stage(settings: Sentences) -> Tool:
    """The stage as a tool."""
    return lambda transcript: run(transcript, settings, lambda edit: edit.confidence >= 0.5).after


def split_by(split: Callable[[str], Iterable[str]]) -> Tool:
    """A sentence splitter, which reads text and yields sentences, as a tool."""
    return lambda transcript: spoken(
        ((0, text, None) for text in split(transcript.text)), transcript.name
    )


def sentencizer() -> Callable[[str], Iterable[str]]:
    """spaCy's rule for sentences."""
    import spacy

    language = spacy.blank("en")
    language.add_pipe("sentencizer")
    language.max_length = 10_000_000
    return lambda text: (sentence.text for sentence in language(text).sents)


def tools() -> dict[str, Tool]:
    """What is compared; pysbd only where it is installed."""
    found = {
        "input": lambda transcript: transcript,
        "spaCy sentencizer": split_by(sentencizer()),
        "rules": stage(Sentences(network=False)),
        "network": stage(Sentences()),
    }
    try:
        import pysbd
    except ImportError:
        return found
    splitter = pysbd.Segmenter(language="en", clean=False)
    return {**found, "pysbd": split_by(splitter.segment)}


def row(name: str, result: Score) -> str:
    """One line of the table."""
    rates = (result.sentence, result.period, result.comma, result.question)
    return (
        f"  {name:18}"
        + "".join(f"{rate.f1:10.3f}" for rate in rates)
        + f"{result.case_accuracy:10.4f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("talks", type=Path)
    parser.add_argument("--control", type=Path)
    parser.add_argument("--words", type=int, default=30_000, help="of each source of the control")
    args = parser.parse_args()
    compared = tools()
    print(
        f"{'F1 of':20}"
        + "".join(f"{name:>10}" for name in ("sentence", "period", "comma", "question", "case"))
    )
    pairs = [*talks(args.talks), *(controls(args.control, args.words) if args.control else ())]
    for raw, reference in pairs:
        print(f"{raw.name} ({len(raw.words)} words)")
        for name, tool in compared.items():
            print(row(name, score(tool(raw), reference)), flush=True)
    speed(max((raw for raw, _ in pairs), key=lambda raw: len(raw.words)))


def speed(transcript: Transcript) -> None:
    """Prints how many words a second the network reads, and the whole stage."""
    known = heard(transcript)
    tags(known[:200])  # loads the network
    for name, work in (
        ("network", lambda: tags(known)),
        ("stage, network read", lambda: [*Sentences()(transcript)]),
    ):
        began = time.process_time()
        work()
        print(f"{name}: {len(known) / (time.process_time() - began):,.0f} words/s of CPU time")


if __name__ == "__main__":
    main()
