"""Dictionary files: TOML, a table a term, and plain lists, a term a line."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline import toml
from pipeline.dictionary.rewriting import rewritten
from pipeline.dictionary.terms import FIELDS, Dictionary, Term, usable
from pipeline.errors import BadConfig
from pipeline.reading import text_in

LIST = ".txt"
# What stands before the items of lists that were copied from elsewhere: "• AlexNet", "1. ResNet".
BULLET = re.compile(r"^(?:[•‣◦▪·*–—-]|\d{1,4}[.)])\s+")
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def parse(text: str, file: str = "") -> Dictionary:
    """The dictionary a TOML text holds. Raises BadConfig naming the line or the term that is wrong."""
    tables = toml.parsed(text, file)
    head = "".join(f"{line}\n" for line in _head(text.splitlines()))
    return Dictionary.of((_term(name, table, file) for name, table in tables.items()), head)


def parse_list(text: str, file: str = "") -> Dictionary:
    """A plain list of canonical terms, one a line; lines that open with `#` are comments, bullets go.

    Raises BadConfig, naming the line, if it is a table, or a line can be no term.
    """
    names = {
        name: number for number, line in enumerate(text.splitlines(), 1) if (name := _item(line))
    }
    if tables := [number for name, number in names.items() if "\t" in name]:
        raise BadConfig(
            "a list has one term a line, and this one is a table",
            file=file,
            line=tables[0],
            remedy="save it as .csv for `mondegreen dict import`",
        )
    return Dictionary.of(usable(Term(name), file, number) for name, number in names.items())


def _item(line: str) -> str:
    """The term on a line of a list; nothing if it is a comment."""
    return "" if line.lstrip().startswith("#") else BULLET.sub("", line.strip())


def is_list(path: Path) -> bool:
    """Whether a dictionary file is a plain list, which can hold names alone."""
    return path.suffix.lower() == LIST


def dump(dictionary: Dictionary) -> str:
    """The TOML text of a dictionary: sorted, so that a change shows as the lines it changes."""
    entries = "\n".join(_entry(term) for term in dictionary.terms)
    return (dictionary.head + "\n" if dictionary.head and entries else dictionary.head) + entries


def text_of(dictionary: Dictionary, path: Path) -> str:
    """What the file at `path` is to hold: what people wrote there stays, comments and order.

    Raises BadConfig if an entry is more than a list can hold.
    """
    if not is_list(path):
        return _text_of(dictionary, path) if path.exists() else dump(dictionary)
    if more := next((term.name for term in dictionary.terms if term != Term(term.name)), None):
        raise BadConfig(
            f"a list holds names alone, and more is known of {more!r}",
            file=str(path),
            remedy="name a dictionary (.toml) to keep it in",
        )
    names = {term.name: None for term in dictionary.terms}
    old = path.read_text(encoding="utf-8-sig").splitlines() if path.exists() else []
    kept = [line for line in old if (name := _item(line)) in names or not name]
    for line in kept:
        names.pop(_item(line), None)
    return "".join(f"{line}\n" for line in (*kept, *names))


def _text_of(dictionary: Dictionary, path: Path) -> str:
    text = rewritten(path.read_text(encoding="utf-8-sig"), load(path), dictionary, _entry)
    # A text in several lines can look like an entry. Better no comments than no entries.
    return text if parse(text).terms == dictionary.terms else dump(dictionary)


def load(path: Path) -> Dictionary:
    """Read a dictionary file: TOML, or a plain list (`.txt`). Raises BadInput."""
    if path.suffix.lower() not in (LIST, ".toml"):
        raise BadConfig(
            "dictionaries are .toml files, or lists of terms (.txt)",
            file=str(path),
            remedy="add a table (.csv) to one by `mondegreen dict import`",
        )
    text = text_in(path)
    return parse_list(text, str(path)) if is_list(path) else parse(text, str(path))


def _term(name: str, table: object, file: str) -> Term:
    if not isinstance(table, dict):
        raise BadConfig(
            f"{name!r} stands outside a table", file=file, remedy=f"write [{_key(name)}]"
        )
    if unknown := sorted(set(table) - set(FIELDS)):
        raise BadConfig(
            f"[{name}] has an unknown key {unknown[0]!r}",
            file=file,
            remedy=f"the keys are {', '.join(FIELDS)}",
        )
    category = toml.text(f"[{name}] category", table.pop("category", ""), file)
    lists = {field: toml.texts(f"[{name}] {field}", value, file) for field, value in table.items()}
    return usable(Term(name, category, **lists), file)


def _entry(term: Term) -> str:
    lines = [f"[{_key(term.name)}]"]
    values = ((field, getattr(term, field)) for field in FIELDS)
    lines += [
        f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values if value
    ]
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    return name if BARE_KEY.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _head(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if not line.startswith("#"):
            return
        yield line
