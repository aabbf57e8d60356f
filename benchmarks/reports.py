"""Speed of the reports: a long talk's diff, written and then opened in a browser.

    python benchmarks/reports.py data/raw/day-1-questions-and-answers.txt [--words 30000] [--runs 5]

Repeats the talk to the asked length with an edit in every third word, writes each report, opens the
page in Chromium, and prints the medians of `--runs` runs.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from pipeline.edits import Edit, Kind, rewrite
from pipeline.formats import load
from pipeline.model import Segment, Transcript
from pipeline.reports import html, table, text
from pipeline.run import Step, steps

ACTS = {
    "filter": "document.querySelector('.chip[data-value=suggested]').click()",
    "next": "document.querySelector('#next').click()",
    "side by side": "document.querySelector('#side').click()",
    "fold": "const c = document.querySelector('#context'); c.value = '8'; c.dispatchEvent(new Event('change'))",
}
UNTIL_PAINTED = """async () => {{ const start = performance.now(); {act};
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - start; }}"""


@dataclass(frozen=True)
class Thirds:
    """An edit in every third word: other words, a capital, nothing, or a suggestion, in turn."""

    name: str = "thirds"
    licence: frozenset[Kind] = frozenset({"words", "drop", "form"})

    def __call__(self, transcript: Transcript) -> Iterator[Edit]:
        """The edits."""
        for number, token in enumerate(transcript.tokens[::3]):
            text = ("another word", token.text.upper(), "", "suggested")[number % 4]
            confidence = 0.4 if number % 4 == 3 else 0.9
            yield rewrite([token], text, f"rule {number % 40}: example; place {number}", confidence)


def longer(raw: Path, words: int) -> Transcript:
    """The talk, repeated until it has as many words."""
    segments = list(load(raw).segments)
    length = segments[-1].end + 1000
    texts = [(n, s) for n in range(1000) for s in segments]
    kept: list[Segment] = []
    for copy, segment in texts:
        if words <= 0:
            break
        words -= len(segment.text.split())
        kept.append(
            Segment(segment.start + copy * length, segment.end + copy * length, segment.text)
        )
    return Transcript.of("long", kept)


def median(work: Callable[[], object], runs: int) -> float:
    """Median milliseconds of processor time of several runs."""
    took = []
    for _ in range(runs):
        started = time.process_time()
        work()
        took.append(1000 * (time.process_time() - started))
    return statistics.median(took)


def opened(view: Page, address: str) -> float:
    """Milliseconds until the page is loaded and its script has run."""
    view.goto(address)
    return float(
        view.evaluate("performance.timing.loadEventEnd - performance.timing.navigationStart")
    )


def in_browser(page: str, runs: int) -> Iterator[tuple[str, float]]:
    """What a reader waits for."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "diff.html"
        path.write_text(page, encoding="utf-8")
        chromium = playwright.chromium
        browser = chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        view = browser.new_page(viewport={"width": 1280, "height": 900})
        yield "open", statistics.median(opened(view, path.as_uri()) for _ in range(runs))
        for name, act in ACTS.items():
            took = [float(view.evaluate(UNTIL_PAINTED.format(act=act))) for _ in range(runs)]
            yield name, statistics.median(took)
        browser.close()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("raw", type=Path)
    parser.add_argument("--words", type=int, default=30_000)
    parser.add_argument("--runs", type=int, default=5)
    told = parser.parse_args()
    run: list[Step] = list(
        steps(longer(told.raw, told.words), [Thirds()], lambda e: e.confidence > 0.5)
    )
    print(f"{len(run[0].before.words):,} words, {len(run[0].made) + len(run[0].held):,} edits")
    for report in (html, table, text):
        took = median(lambda report=report: report(run), told.runs)
        print(f"write {report.__name__}: {took:,.0f} ms of processor time")
    for name, took in in_browser(html(run), told.runs):
        print(f"{name}: {took:,.0f} ms")


if __name__ == "__main__":
    main()
