"""Takes the pictures of the docs anew, of the talk in data/raw as this checkout cleans it.

    python scripts/pictures.py [--fonts FOLDER]

It needs Chromium and what the tests need. FOLDER may hold the fonts that the pages ask for and this machine has not, named
as Fontsource does: `inter-latin-600-normal.woff2`.
"""

import argparse
import base64
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from pipeline.batch import Job, outcome  # noqa: E402
from pipeline.config import load_config  # noqa: E402
from pipeline.overview import write_summary  # noqa: E402
from reviewing import Server  # noqa: E402

IMAGES = ROOT / "docs" / "images"
TALK = "day-1-questions-and-answers"
# What a reader decided before: words to search for, and the key.
DECIDED = [
    ("question as leaving", "r"), ("back problem", "a"), ("links", "r"), ("six", "r"),
    ("the by", "r"), ("in provides", "2"), ("to train the networks", "r"),
]  # fmt: skip
Opener = Callable[..., Page]


def faces(folder: Path) -> Iterator[str]:
    """The fonts of a folder as style."""
    for file in sorted(folder.glob("*.woff2")):
        name, _, weight, style = file.stem.split("-")
        content = base64.b64encode(file.read_bytes()).decode()
        yield (
            f"@font-face {{ font-family: {name.title()}; font-weight: {weight}; font-style: {style};"
            f" src: url(data:font/woff2;base64,{content}) }}"
        )


def opened(
    browser: Browser, fonts: str, address: str, width: int, height: int,
    scheme: str = "light", scale: int = 1, by: str = "",
) -> Page:  # fmt: skip
    """A page at an address, reached `by` another, ready to be looked at."""
    context = browser.new_context(
        bypass_csp=True,
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        device_scale_factor=scale,
    )
    view = context.new_page()
    for there in filter(None, (by, address)):
        view.goto(there)
    if fonts:
        view.add_style_tag(content=fonts)
    view.evaluate("Promise.all([...document.fonts].map(font => font.load()))")
    view.wait_for_timeout(1500)
    return view


def shot(view: Page, name: str, *, pointed: bool = False) -> None:
    """Keep what is seen as a picture: as it is without a pointer, unless it is `pointed` at something."""
    if not pointed:
        view.evaluate("document.activeElement.blur()")
    view.wait_for_timeout(500)
    view.screenshot(path=IMAGES / f"{name}.png")


def reports(clean: Path, page: Opener) -> None:
    """The diff of a stage, of all of them, and the overview."""
    terms = f"{(clean / TALK / 'diff-terms.html').as_uri()}#3:41"
    for name, size, scale in (("diff-terms", (1280, 800), 1), ("diff-phone", (390, 760), 2)):
        view = page(terms, *size, scale=scale)
        view.locator(".m", has_text="her parameters").first.click()
        shot(view, name, pointed=True)
    view = page(f"{(clean / TALK / 'diff.html').as_uri()}#4:43", 1440, 800, "dark")
    view.keyboard.press("s")
    shot(view, "diff-side-by-side")
    shot(page((clean / "index.html").as_uri(), 1280, 760), "summary")


def review(server: Server, page: Opener) -> None:
    """The review page, after a few decisions."""
    talk = f"{server.base}/talk/{TALK}"
    page = partial(page, by=server.address)

    def at(view: Page, words: str) -> None:
        view.keyboard.press("/")
        view.fill("#find", words)
        view.keyboard.press("Enter")
        view.wait_for_timeout(400)

    view = page(talk, 1360, 850)
    for words, key in DECIDED:
        at(view, words)
        view.keyboard.press(key)
        view.wait_for_timeout(400)
    at(view, "gives learning")
    view.fill("#find", "")
    view.wait_for_timeout(9000)  # until nothing is said in passing
    shot(view, "review-talk-light")
    at(view, "cafe")
    view.keyboard.press("d")
    view.fill("#dialog [name=name]", "FireCaffe")
    view.fill("#dialog [name=heard]", "fire cafe")
    view.locator("#dialog .chip", has_text="berkeley").click()
    view.wait_for_timeout(2000)
    view.locator(".preview:not([aria-busy]) .rates").wait_for(timeout=90_000)
    shot(view, "review-teach")
    view.keyboard.press("Escape")
    view.click("#clear")
    at(view, "hyper parameters")
    for key, name in (("l", "review-like"), ("v", "review-variants")):
        view.keyboard.press(key)
        view.wait_for_timeout(1500)
        shot(view, name)
        view.keyboard.press("Escape")
    view = page(talk, 1280, 800)
    view.keyboard.press("m")
    view.wait_for_timeout(2500)
    shot(view, "review-suspects")
    view = page(talk, 1360, 850, "dark")
    at(view, "your science")
    shot(view, "review-talk-dark")
    view = page(talk, 390, 800)
    at(view, "gives learning")
    view.keyboard.press("Escape")
    shot(view, "review-phone")
    shot(page(server.base, 1000, 420), "review-batch")
    shot(page(server.base, 390, 520, "dark"), "review-batch-phone")


def main() -> None:
    """Clean the talk, and take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fonts", type=Path)
    options = parser.parse_args()
    fonts = "\n".join(faces(options.fonts)) if options.fonts else ""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        project = Path(name)
        shutil.copytree(ROOT / "data" / "raw", project / "data" / "raw")
        (project / "mondegreen.toml").touch()
        config = load_config(project / "mondegreen.toml")
        done = outcome(Job(next(config.raw.glob("*.txt")), config))
        write_summary([done], config)
        found = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = partial(opened, browser, fonts)
        reports(config.clean, page)
        server = Server(project)
        try:
            review(server, page)
        finally:
            server.stop()
            browser.close()


if __name__ == "__main__":
    main()
