"""How good the sentences are: the network and what else there is, as Markdown tables.

    PYTHONPATH=.:training/sentences python benchmarks/sentences.py TALKS [--control control.jsonl.gz]
        [--words 30000] [--confusions asr_vs_human.tsv.gz]

TALKS is a folder of folders with `raw.tsv` (a time and a caption line, tab between) and `clean.txt`
(`[0:00:00] Speaker: Sentence.` a line), at any depth. The control file holds human transcripts
(JSON lines with `source`, `id` and `turns`); they are stripped of marks and capitals and broken into
lines, and the stage is to put both back; with `--confusions` also with words exchanged for what
recognisers heard in their place. The stage runs alone, without terms put right or fillers taken out.
Speed is measured by `sentences_speed.py`.
"""

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random

from pipeline.language.heard import heard, is_punctuated
from pipeline.language.words import mark
from pipeline.model import Segment, Token, Transcript
from pipeline.run import MADE_FROM, run
from pipeline.scoring import WORD, Score, partners, score, words
from pipeline.stages.sentences import Sentences

LINE = 40  # characters of a caption line
SENTENCE = re.compile(r"\[(\d+):(\d\d):(\d\d)\]\s*([^:]+?):\s*(.*)")
STRIPPED = re.compile(r"[^\w\s'’+#&%$€£@-]|(?<!\w)-|-(?!\w)")
RATE = 0.12  # of the places where a mishearing is looked for
Tool = Callable[[Transcript], Transcript]
Pair = tuple[Transcript, Transcript]


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


def controls(path: Path, most: int) -> Iterator[Pair]:
    """Human transcripts, stripped, each with itself as reference; `most` words of each source."""
    for source, sentences in of_control(path, most).items():
        said = [
            word for _, text, _ in sentences for word in STRIPPED.sub(" ", text).lower().split()
        ]
        yield captions(said, source), spoken(sentences, source)


def misheard_controls(path: Path, most: int, confusions: Path) -> Iterator[Pair]:
    """The same, with misheard words in it."""
    import simulate
    import texts

    table, chance = simulate.confusions(confusions), Random(1)
    for source, sentences in of_control(path, most).items():
        said = list(texts.words((speaker or "", text) for _, text, speaker in sentences))
        pairs = simulate.misheard(said, chance, table, RATE)
        share = sum(not pair.said for pair in pairs) / len(pairs)
        name = f"{source}, {share:.0%} of the words misheard"
        yield captions((pair.raw.lower() for pair in pairs), name), spoken(sentences, name)


def of_control(path: Path, most: int) -> dict[str, list[tuple[int, str, str | None]]]:
    """The sentences of each source, to `most` words; a show of another subject is one of its own."""
    seen: defaultdict[str, int] = defaultdict(int)
    kept: defaultdict[str, list[tuple[int, str, str | None]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as records:
        for record in map(json.loads, records):
            special = record["id"].startswith("practicalai")
            source = "practicalai" if special else record["source"].split("/")[0]
            for turn in record["turns"] if seen[source] < most else ():
                seen[source] += len(turn["text"].split())
                for sentence in re.split(r"(?<=[.?!])\s+", turn["text"]):
                    kept[source].append((0, sentence, turn["speaker"]))
    return kept


def captions(said: Iterable[str], name: str) -> Transcript:
    """Words as a transcript of caption lines without times."""
    return spoken(((0, line, None) for line in lines(said)), name)


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
    return lambda transcript: (
        run(transcript, settings, lambda edit: edit.confidence >= MADE_FROM).after
    )


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
    found: dict[str, Tool] = {
        "input": lambda transcript: transcript,
        "spaCy sentencizer": split_by(sentencizer()),
    }
    try:
        import pysbd
    except ImportError:
        pass
    else:
        found["pysbd"] = split_by(pysbd.Segmenter(language="en", clean=False).segment)
    return {**found, "**network**": stage(Sentences())}


def row(name: str, result: Score) -> str:
    """The rates of one tool, as a line of a table."""
    rates = (result.sentence, result.period, result.comma, result.question)
    figures = [*(f"{rate.f1:.3f}" for rate in rates), f"{result.case_accuracy:.4f}"]
    return f"| {name} | {' | '.join(figure.removeprefix('0') for figure in figures)} |"


def tables(title: str, pairs: Iterable[Pair], compared: dict[str, Tool]) -> None:
    """Prints what each tool makes of each transcript."""
    print(f"\n## {title}\n\n| | | sentence | period | comma | question | case |")
    print("|---|---|---|---|---|---|---|")
    for raw, reference in pairs:
        shown = f"{raw.name} ({len(raw.words):,} words)"
        for name, tool in compared.items():
            print(f"| {shown} {row(name, score(tool(raw), reference))}", flush=True)
            shown = ""


def sure(pairs: Iterable[Pair]) -> None:
    """Prints how many of the marks that were put are in the reference, by confidence."""
    print("\n## How sure is sure\n\n| | | .5-.6 | .6-.7 | .7-.8 | .8-.9 | .9-1 |")
    print("|---|---|---|---|---|---|---|")
    for raw, reference in pairs:
        shown = raw.name
        for name, (put, right) in judged(raw, reference).items():
            cells = [f"{share(right[n], put[n])} ({put[n]})" for n in range(5, 10)]
            print(f"| {shown} | {name} | {' | '.join(cells)} |")
            shown = ""


def judged(raw: Transcript, reference: Transcript) -> dict[str, tuple[Counter[int], Counter[int]]]:
    """Sentence ends and commas that were put, and those that are right, by tenths of confidence."""
    kinds = {"sentence ends": (".", "?"), "commas": (",",)}
    counts = {name: (Counter[int](), Counter[int]()) for name in kinds}
    true = marks_of(raw, reference)
    for edit in run(raw, Sentences(), lambda edit: edit.confidence >= MADE_FROM).made:
        before, after = (
            [item for item in items if isinstance(item, Token)]
            for items in (edit.before, edit.after)
        )
        sign = mark(after[0].text) if after else ""
        if not sign or sign == mark(before[0].text) or after[0].at.start not in true:
            continue
        name, signs = next(kind for kind in kinds.items() if sign in kind[1])
        put, right = counts[name]
        tenth = min(9, int(10 * edit.confidence))
        put[tenth] += 1
        right[tenth] += true[after[0].at.start] in signs
    return counts


def share(part: int, whole: int) -> str:
    """`.71`, or a dash where there is nothing to divide."""
    return f"{part / whole:.2f}".removeprefix("0") if whole else "-"


def marks_of(raw: Transcript, reference: Transcript) -> dict[float, str]:
    """The reference's mark after each raw word that both have, by the word's place."""
    truth, ours = list(words(reference)), list(words(raw))
    places = [token.at.start for token in raw.tokens for _ in WORD.findall(token.text)]
    found = zip(truth, partners(truth, ours), strict=True)
    return {
        places[at]: word.mark for word, at in found if at is not None and ours[at].key == word.key
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("talks", type=Path)
    parser.add_argument("--control", type=Path)
    parser.add_argument("--words", type=int, default=30_000, help="of each source of the control")
    parser.add_argument("--confusions", type=Path, help="said and heard, for misheard words")
    args = parser.parse_args()
    compared = tools()
    pairs = list(talks(args.talks))
    punctuated = {raw.name for raw, _ in pairs if is_punctuated(heard(raw))}
    plain = [pair for pair in pairs if pair[0].name not in punctuated]
    tables("Input with few marks, or none", plain, compared)
    if punctuated:
        tables("Punctuated input", [p for p in pairs if p[0].name in punctuated], compared)
    if args.control:
        ours = {
            name: tool
            for name, tool in compared.items()
            if "sbd" not in name and "izer" not in name
        }
        tables("Clean words, stripped", controls(args.control, args.words), ours)
        if args.confusions:
            misheard = misheard_controls(args.control, args.words, args.confusions)
            tables("With misheard words", misheard, ours)
    sure(plain)


if __name__ == "__main__":
    main()
