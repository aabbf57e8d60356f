"""How quick the review page is on a large project, generated from one raw transcript.

    python -m benchmarks.review data/raw/day-1-questions-and-answers.txt build/review --talks 200

Makes talks of 10,000 words (lines of the transcript in another order each) and one of 30,000 (the
transcript again and again), cleans what is not clean yet, and times what a reviewer waits for, in
milliseconds: best, median and worst of several. With --browser, the same talk in Chromium, too.
"""

import argparse
import json
import random
import re
import shutil
import statistics
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import uvicorn
from starlette.testclient import TestClient

from pipeline.batch import RECORD, Job, clean_all
from pipeline.config import Config, load_config
from pipeline.dictionary import Term
from pipeline.review import trying
from pipeline.review.kept import Kept, Source
from pipeline.review.project import Project
from pipeline.review.serve import listening
from pipeline.review.server import app
from pipeline.review.work import Work

TOKEN = "benchmark"
HEADERS = {"origin": "http://localhost", "content-type": "application/json"}
WORDS, LONG_WORDS = 10_000, 30_000
SETTINGS = 'stages = ["normalize", "terms"]\n[terms]\nsound = false\n'
LONG = "long"
# A form that is a mishearing wherever it stands, and one that is right: both in nearly all talks.
ENTRIES: dict[str, dict[str, object]] = {
    "misheard": {"name": "convnets", "heard": ["con that's"], "near": ["layers"]},
    "well said": {"name": "NeurIPS", "heard": ["neural networks"], "near": ["conference"]},
}
# Terms that were heard as something in the talk, or were not.
SOUNDS = ("FireCaffe", "Bayesian optimisation", "backprop", "AI", "Netscape networks")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("raw", type=Path, help="a transcript as time and text lines by turns")
    parser.add_argument("out", type=Path, help="where the project is made, and found again")
    parser.add_argument("--talks", type=int, default=200)
    parser.add_argument("--browser", action="store_true")
    given = parser.parse_args()
    config = made(given.raw, given.out, given.talks)
    project, work = Project(config, "benchmark"), Work()
    report(measured(client(project, work), project, work))
    if given.browser:
        report(in_browser(project, work))
    report(
        [("save an entry, until the talk shows it", [timed(lambda: saved(client(project, work)))])]
    )
    report(by_sound(load_config(given.out / "all-stages.toml"), given.out))
    work.close()


def client(project: Project, work: Work) -> TestClient:
    """A browser that has the token, and has not seen the list of talks: nothing is opened ahead."""
    served = TestClient(
        app(project, work, TOKEN, ["localhost"]),
        base_url="http://localhost",
        follow_redirects=False,
    )
    served.get(f"/?token={TOKEN}")
    return served


def made(raw: Path, out: Path, talks: int) -> Config:
    """The project: written if it is not there, cleaned if it is not clean."""
    pairs = re.findall(r"^(\d\d:\d\d:\d\d)\n(.+)$", raw.read_text(encoding="utf-8"), re.MULTILINE)
    lines = [text for _, text in pairs]
    (out / "raw").mkdir(parents=True, exist_ok=True)
    for number in range(talks):
        order = random.Random(number).sample(lines, len(lines))
        write(out / "raw" / f"talk-{number:03}.txt", order, WORDS)
    (out / "mondegreen.toml").write_text(
        f'verdicts = "verdicts"\nraw = "raw"\nclean = "clean"\n{SETTINGS}'
    )
    (out / "long").mkdir(exist_ok=True)
    write(out / "long" / f"{LONG}.txt", lines, LONG_WORDS)
    (out / "all-stages.toml").write_text('raw = "long"\nclean = "clean"\n')
    shutil.rmtree(out / "verdicts", ignore_errors=True)
    if (out / "dictionary.toml").exists():  # the last time an entry was saved
        (out / "dictionary.toml").unlink()
        shutil.rmtree(out / "clean" / LONG, ignore_errors=True)
    config = load_config(out / "mondegreen.toml")
    whole = load_config(out / "all-stages.toml")
    jobs = [Job(path, config) for path in sorted(config.raw.glob("talk-*.txt"))]
    jobs.append(Job(whole.raw / f"{LONG}.txt", whole))
    for done in clean_all([job for job in jobs if not (job.folder / RECORD).exists()]):
        if done.failed:
            raise SystemExit(done.failed)
    shutil.copy(out / "long" / f"{LONG}.txt", config.raw)
    return config


def write(path: Path, lines: list[str], words: int) -> None:
    """A transcript of about so many words, a line every three seconds."""
    if path.exists():
        return
    told, count = [], 0
    while count < words:
        line = lines[len(told) % len(lines)]
        seconds = 3 * len(told)
        told.append(f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}\n{line}")
        count += len(line.split())
    path.write_text("\n".join(told) + "\n", encoding="utf-8")


def measured(served: TestClient, project: Project, work: Work) -> Iterable[tuple[str, list[float]]]:
    """What the server takes, by itself."""
    anew = [client(Project(project.config, "benchmark"), work) for _ in range(4)]
    yield (
        "long talk, first",
        [timed(lambda one=one: one.get(f"/talk/{LONG}/all")) for one in (*anew, served)],
    )
    yield "batch view, first", [timed(lambda: served.get("/"))]
    yield "batch view, again", [timed(lambda: served.get("/")) for _ in range(5)]
    yield "long talk, again", [timed(lambda: served.get(f"/talk/{LONG}/all")) for _ in range(3)]
    other = Project(project.config, "benchmark")
    other.prepare(LONG)
    ahead = client(other, work)
    yield "long talk, first, but opened ahead", [timed(lambda: ahead.get(f"/talk/{LONG}/all"))]
    desk = project.open(LONG).desk
    edits = sum(len(item.edits) for item in desk.items)
    print(f"long talk: {len(desk.raw.words):,} words, {edits:,} edits")
    waiting = [item.ids[0] for item in desk.items if desk.status(item) == "waiting"]
    made = [
        item.ids[0]
        for item in desk.items
        if desk.status(item) == "made" and item.stage != "speakers"
    ]
    for name, ids, verdict in (("accept", waiting, "accept"), ("reject", made, "reject")):
        chosen = random.Random(0).sample(ids, min(50, len(ids)))
        yield f"a decision: {name}", [timed(decide(served, one, verdict)) for one in chosen]
    yield "undo", [timed(lambda: post(served, "undo", {})) for _ in range(20)]
    rename = {"verdict": "rename", "was": desk.speakers()[0], "text": "Somebody"}
    yield "rename a speaker everywhere", [timed(lambda: post(served, "hand", rename))]
    started = time.perf_counter()
    work.read_ahead(project.config, map(project.source, project.talks()))
    while work.is_reading():
        time.sleep(0.2)
    yield "read all talks ahead, once, in the background", [1000 * (time.perf_counter() - started)]
    for name, entry in ENTRIES.items():
        yield f"try an entry: {name}, first", [timed(lambda e=entry: post(served, "preview", e))]
        tries = [{**entry, "near": [word]} for word in ("model", "training", "image")]
        yield (
            f"try an entry: {name}, again",
            [timed(lambda one=one: post(served, "preview", one)) for one in tries],
        )
        yield f"try an entry: {name}, until what is listed is weighed", weighed(served, entry)
    many = post(served, "like?id=" + waiting[0] + "&scope=batch", None)
    yield "all like this, ten talks", [many]


def weighed(served: TestClient, entry: dict[str, object]) -> list[float]:
    """Ask for an entry that was tried until all places are weighed that will be, as the page does; the time in all."""
    started, left = time.perf_counter(), [1 << 30]
    while len(left) == 1 or left[-1] < left[-2]:
        answer = served.post(f"/talk/{LONG}/preview", headers=HEADERS, content=json.dumps(entry))
        left.append(answer.json()["guessed"])
    print("  places not weighed:", *left[1:])
    return [1000 * (time.perf_counter() - started)]


def by_sound(config: Config, out: Path) -> Iterable[tuple[str, list[float]]]:
    """Trying entries by sound as well, in the talk at hand alone, in this process: processor time."""
    trying.warm(config)
    for path in (out / "raw" / "talk-000.txt", out / "long" / f"{LONG}.txt"):
        source, kept = Source(path.stem, path), dict[str, Kept]()
        ahead = timed(lambda s=source, k=kept: trying.foresee(config, s, k), time.process_time)
        yield f"{path.stem}: read ahead for trials", [ahead]
        yield (
            f"{path.stem}: try an entry by sound, too",
            [
                timed(
                    lambda n=name, s=source, k=kept: trying.tried(config, Term(n), s, [], [], k),
                    time.process_time,
                )
                for name in SOUNDS
            ],
        )


def saved(served: TestClient) -> None:
    """Save an entry that was tried, and draw the talk again."""
    post(served, "learn", ENTRIES["misheard"])
    post(served, "all", None)


def decide(served: TestClient, edit: str, verdict: str) -> Callable[[], float]:
    return lambda: post(served, "decide", {"id": edit, "verdict": verdict})


def post(served: TestClient, path: str, body: dict[str, object] | None) -> float:
    """A request that must succeed; its time in milliseconds."""
    started = time.perf_counter()
    address = f"/talk/{LONG}/{path}"
    answer = (
        served.get(address)
        if body is None
        else served.post(address, headers=HEADERS, content=json.dumps(body))
    )
    answer.raise_for_status()
    return 1000 * (time.perf_counter() - started)


def timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Milliseconds that `work` takes."""
    started = clock()
    work()
    return 1000 * (clock() - started)


def in_browser(project: Project, work: Work) -> Iterable[tuple[str, list[float]]]:
    """What a person waits for in Chromium: from the key to the text that reads otherwise."""
    from playwright.sync_api import sync_playwright

    listener = listening(0)
    host = f"127.0.0.1:{listener.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(app(project, work, TOKEN, [host]), log_level="warning"))
    threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True).start()
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("chromium-browser")
        # The waiting of this script is a script of another page, which our policy forbids.
        view = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"]).new_page(
            bypass_csp=True
        )
        opened = []
        for _ in range(3):
            view.goto(f"http://{host}/?token={TOKEN}")
            opened.append(
                timed(
                    lambda: (
                        view.goto(f"http://{host}/talk/{LONG}"),
                        view.wait_for_function("!document.querySelector('#card').hidden"),
                    )
                )
            )
        yield "open the long talk in Chromium", opened
        keys = []
        for _ in range(30):
            left = view.inner_text("#left")
            keys.append(
                timed(
                    lambda left=left: (
                        view.keyboard.press("a"),
                        view.wait_for_function(
                            "left => document.querySelector('#left').textContent !== left", arg=left
                        ),
                    )
                )
            )
        yield "from the key to the page", keys
        view.click("#clear")
        steps = [
            timed(
                lambda: (
                    view.keyboard.press("j"),
                    view.evaluate("new Promise(requestAnimationFrame)"),
                )
            )
            for _ in range(30)
        ]
        yield "to the next of all", steps
    server.should_exit = True


def report(rows: Iterable[tuple[str, list[float]]]) -> None:
    for name, times in rows:
        print(
            f"{name:<48} best {min(times):6.0f}  median {statistics.median(times):6.0f}  "
            f"worst {max(times):6.0f} ms",
            flush=True,
        )


if __name__ == "__main__":
    main()
