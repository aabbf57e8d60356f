"""The domain dictionary: canonical terms, how else they are written, and how they are misheard.

One TOML file a domain, a table a term:

    [GPU]
    category = "hardware"
    aliases = ["graphics processor unit"]   # other spellings, never anything else: always fixed
    heard = ["GP use -> GPUs", "G P you"]   # mishearings, often words in their own right
    sounds = ["JH IY P IY Y UW"]            # pronunciations (ARPAbet) where the spelling misleads
    near = ["cuda", "memory", "training"]   # context that makes it likely

Everything but the key may be missing. A plain list of terms, one a line, is a dictionary too.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from itertools import chain
from pathlib import Path

from pipeline.errors import BadConfig
from pipeline.model import key

ARROW = " -> "
LIST = ".txt"
# What stands before the items of lists that were copied from elsewhere: "• AlexNet", "1. ResNet".
BULLET = re.compile(r"^(?:[•‣◦▪·*–—-]|\d{1,4}[.)])\s+")
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Term:
    """A canonical term. `heard` forms read "form" or "form -> how it should read there"."""

    name: str
    category: str = ""
    aliases: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    def readings(self) -> Iterator[tuple[str, str]]:
        """Each `heard` form with what it should read: the term, unless the entry says otherwise."""
        for entry in self.heard:
            form, _, reading = entry.partition(ARROW)
            yield form.strip(), reading.strip() or self.name


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Terms by name, sorted; `head` is the comment the file opens with."""

    terms: tuple[Term, ...] = ()
    head: str = ""

    def get(self, name: str) -> Term | None:
        """The entry of exactly that name."""
        return next((term for term in self.terms if term.name == name), None)

    def with_term(self, term: Term) -> "Dictionary":
        """This dictionary with `term` added, or put in the place of the entry of its name."""
        others = [other for other in self.terms if other.name != term.name]
        return replace(self, terms=_sorted([*others, term]))

    def without(self, name: str) -> "Dictionary":
        """This dictionary less the entry of that name."""
        return replace(self, terms=tuple(term for term in self.terms if term.name != name))


FIELDS = tuple(field.name for field in fields(Term) if field.name != "name")


def parse(text: str, file: str = "") -> Dictionary:
    """The dictionary a TOML text holds. Raises BadConfig naming the line or the term that is wrong."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(f"not a TOML file: {error}", file=file) from None
    head = "".join(f"{line}\n" for line in _head(text.splitlines()))
    return Dictionary(_sorted(_term(name, table, file) for name, table in tables.items()), head)


def parse_list(text: str, file: str = "") -> Dictionary:
    """A plain list of canonical terms, one a line; lines that open with `#` are comments, bullets go.

    Raises BadConfig, naming the line, if it is a table.
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
    return Dictionary(_sorted(map(Term, names)))


def _item(line: str) -> str:
    """The term on a line of a list; nothing if it is a comment."""
    return "" if line.lstrip().startswith("#") else BULLET.sub("", line.strip())


def dump(dictionary: Dictionary) -> str:
    """The TOML text of a dictionary: sorted, so that a change shows as the lines it changes."""
    entries = "\n".join(_entry(term) for term in dictionary.terms)
    return (dictionary.head + "\n" if dictionary.head and entries else dictionary.head) + entries


def text_of(dictionary: Dictionary, path: Path) -> str:
    """What the file at `path` is to hold: a list stays one, with its comments and its order.

    Raises BadConfig if an entry is more than a list can hold.
    """
    if path.suffix != LIST:
        return dump(dictionary)
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


def load(path: Path) -> Dictionary:
    """Read a dictionary file: TOML, or a plain list (`.txt`). Raises BadConfig."""
    if path.suffix not in (LIST, ".toml"):
        raise BadConfig(
            "dictionaries are .toml files, or lists of terms (.txt)",
            file=str(path),
            remedy="add a table (.csv) to one by `mondegreen dict import`",
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise BadConfig(f"cannot be read ({why})", file=str(path)) from None
    return parse_list(text, str(path)) if path.suffix == LIST else parse(text, str(path))


def merge(dictionaries: Iterable[Dictionary]) -> Dictionary:
    """One dictionary of several. Entries of one name are joined; the later category wins."""
    terms: dict[str, Term] = {}
    for term in chain.from_iterable(dictionary.terms for dictionary in dictionaries):
        terms[term.name] = _joined(terms[term.name], term) if term.name in terms else term
    return Dictionary(_sorted(terms.values()))


def check(dictionary: Dictionary, common: Callable[[str], bool]) -> Iterator[str]:
    """What is wrong with a dictionary, a sentence each; `common` says whether a word is very common."""
    names = {key(term.name): term.name for term in dictionary.terms}
    claims: dict[str, str] = {}
    for term in dictionary.terms:
        forms = [*term.aliases, *(form for form, _ in term.readings())]
        for form, said in [(form, key(form)) for form in forms]:
            owner = claims.setdefault(said, term.name)
            if form == term.name:
                yield f"[{term.name}] lists itself as {form!r}: take it out"
            if owner != term.name:
                yield f"[{term.name}] and [{owner}] both claim {form!r}: keep it in one"
            elif forms.count(form) > 1:
                yield f"[{term.name}] lists {form!r} twice"
            if said in names and names[said] != term.name:
                yield f"[{term.name}] claims {form!r}, which is a term itself: take one out"
        for form, _ in term.readings():
            if key(term.name) in map(key, form.split()):
                yield f"[{term.name}] is heard as {form!r}, which has the term itself in it: take it out"
            if " " not in form and common(key(form)) and not term.near:
                yield f"[{term.name}] is heard as {form!r}, a very common word: give it `near` words"


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
    for field, value in table.items():
        wanted = str if field == "category" else list
        if not isinstance(value, wanted) or not all(isinstance(item, str) for item in value):
            kind = "a text" if wanted is str else "a list of texts"
            raise BadConfig(f"[{name}] {field} must be {kind}", file=file)
    lists = {field: tuple(value) for field, value in table.items() if field != "category"}
    return Term(name, table.get("category", ""), **lists)


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


def _joined(one: Term, other: Term) -> Term:
    lists = {
        field: tuple(dict.fromkeys((*getattr(one, field), *getattr(other, field))))
        for field in FIELDS
        if field != "category"
    }
    return Term(one.name, other.category or one.category, **lists)


def _sorted(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(sorted(terms, key=lambda term: (term.name.casefold(), term.name)))
