"""Review in the terminal: the same queue, the same keys, for a quick session over ssh."""

import sys
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.text import Text

from pipeline.formats.timecode import clock
from pipeline.review.desk import Desk
from pipeline.review.items import Item
from pipeline.review.project import Project
from pipeline.verdicts import CONTROL

# Fits into a terminal of 80 columns.
HELP = "a accept  r reject  1-3 choose  o other  s skip  k back  u undo  U redo  q quit"
READINGS = 3
# Words this sure are asked about before others, as on the page.
LIKELY = 0.2
VERDICTS = {"a": "accept", "r": "reject", "o": "other", **dict.fromkeys("123", "accept")}


def review(project: Project, talk: str, least: float = 0.0) -> None:
    """Go through a talk's waiting questions, those that are as sure as `least`, until they are done or `q` is pressed."""
    console = Console(highlight=False)
    session(project, talk, console, _keys(), console.input, least)


def session(
    project: Project,
    talk: str,
    console: Console,
    keys: Iterator[str],
    ask: Callable[[str], str],
    least: float = 0.0,
) -> None:
    """The same with any source of keys; `ask` gives a line of text."""
    desk = project.open(talk).desk
    waiting = (item for item in desk.questions() if desk.status(item) == "waiting")
    queue = [item for item in waiting if item.lead.is_sure(least)]
    queue.sort(key=_rank)
    # As a text: brackets in a title are no mark-up.
    console.print(Text(f"{len(queue)} to decide in {desk.raw.talk.title or talk}", "bold"))
    console.print(HELP, style="dim")
    at = 0
    while at < len(queue):
        show(console, desk, queue[at], f"{at + 1}/{len(queue)}")
        key = next(keys, "q")
        if key == "q":
            break
        step = _answer(project, talk, desk, queue[at], key, ask, console)
        at = max(0, at + step)
    console.print(
        f"{desk.counts()['waiting']} to decide; `mondegreen clean` obeys what was decided",
        style="bold",
    )


def _rank(item: Item) -> int:
    """Where a question stands, in the page's order: the likely words, the other words, then names, which can often be judged
    by ear alone."""
    return 2 if item.stage == "speakers" else int(not item.lead.is_sure(LIKELY))


def show(console: Console, desk: Desk, item: Item, where: str) -> None:
    """Print a question: where it stands, the readings, and why."""
    _, left, heard, right = desk.axis.around(item.place)
    time = clock(desk.raw.time(item.place.start))
    console.print(Text(f"\n{where}  {time}  {item.stage}  {desk.status(item)}", "dim"))
    line = Text(f"  … {left} ")
    line.append(heard or "¶", "strike red")
    console.print(line.append(f" {right} …"))
    for number, edit in enumerate(item.edits[:READINGS], 1):
        reading = Text(f"  {number} ")
        reading.append(desk.told(edit)[1] or "left out", "bold green")
        console.print(reading.append(f"  {edit.confidence:.0%}  {edit.why}", "dim"))


def _answer(
    project: Project,
    talk: str,
    desk: Desk,
    item: Item,
    key: str,
    ask: Callable[[str], str],
    console: Console,
) -> int:
    """Do what a key says; how far to go on in the queue."""
    if key in ("u", "U"):
        again = key == "U"
        console.print(
            "nothing to undo" if not project.undo(talk, "", again=again) else "done", style="dim"
        )
        return 0 if again else -1
    if key in ("s", "k"):
        return 1 if key == "s" else -1
    verdict = VERDICTS.get(key, "")
    reading = max(0, "123".find(key))
    if not verdict or reading >= len(item.edits) or (verdict == "other" and not item.takes_text):
        console.print(HELP, style="dim")
        return 0
    text = " ".join(ask("  it reads: ").split()) if verdict == "other" else ""
    if verdict == "other" and (not text or CONTROL.search(text)):
        # Arrow keys, for one, write signs that are not seen.
        console.print("nothing was written, or more than letters; once more", style="dim")
        return 0
    project.save(talk, desk.about(item.ids[reading], verdict, text), "")
    return 1


def _keys() -> Iterator[str]:
    """Single keys as they are pressed; where there is no terminal, the first letter of each line."""
    try:
        import termios
        import tty
    except ImportError:  # Windows: a line a key
        yield from (line.strip()[:1] for line in sys.stdin)
        return
    if not sys.stdin.isatty():
        yield from (line.strip()[:1] for line in sys.stdin)
        return
    number = sys.stdin.fileno()
    while True:
        before = termios.tcgetattr(number)
        try:
            tty.setcbreak(number)
            key = sys.stdin.read(1)
        finally:
            termios.tcsetattr(number, termios.TCSADRAIN, before)
        yield key or "q"
