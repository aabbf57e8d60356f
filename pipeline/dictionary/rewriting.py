"""A dictionary file with other entries in it: what people wrote beside and between them stays.

The text falls into groups, one an entry: comments that stand by themselves before it, comments right above it, and
the entry. New entries come where the order puts them, or last if the file is in an order of its own. They are set
apart as the others are.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from pipeline.dictionary.terms import FIELDS, Dictionary, Term, in_order

LINE = re.compile(r".*\n|.+")


@dataclass(frozen=True, slots=True)
class Group:
    """An entry as it stands in a file, with the comments right above it; those before that are not about it; and
    the blank lines behind it, with the end of its last line."""

    name: str
    text: str
    aside: str = ""
    gap: str = ""


def rewritten(text: str, old: Dictionary, new: Dictionary, write: Callable[[Term], str]) -> str:
    """The text of the dictionary `old`, changed to hold the terms of `new`; `write` makes the text of an entry."""
    head, groups, foot = _parts(text)
    known = {term.name: term for term in old.terms}
    wanted = {term.name: term for term in new.terms}
    sorts = [in_order(group.name) for group in groups]
    kept, foot = _without(groups, foot, known.keys() - wanted.keys())
    kept = [_edited(group, known[group.name], wanted[group.name], write) for group in kept]
    kept += [
        Group(name, write(term).rstrip()) for name, term in wanted.items() if name not in known
    ]
    if sorts == sorted(sorts):
        kept.sort(key=lambda group: in_order(group.name))
    kept = _set_apart(kept, _usual_gap(groups))
    if not groups and kept:
        head = head.rstrip() + "\n\n" if head.strip() else ""
    pieces = [head, *(piece for g in kept for piece in (g.aside, g.text, g.gap)), foot]
    return "".join(pieces).rstrip() + "\n" * any(pieces)


def _usual_gap(groups: Sequence[Group]) -> str:
    """What mostly stands between two entries of a file."""
    gaps = Counter(group.gap for group in groups[:-1])
    return gaps.most_common(1)[0][0] if gaps else "\n\n"


def _set_apart(groups: Sequence[Group], usual: str) -> list[Group]:
    """The groups, each new one with the gap that was behind the one before it, which gets the usual one."""
    apart: list[Group] = []
    for group in groups:
        gap = group.gap
        if not gap:
            gap = apart[-1].gap if apart else usual
            apart[-1:] = [replace(before, gap=usual) for before in apart[-1:]]
        apart.append(replace(group, gap=gap))
    return apart


def _parts(text: str) -> tuple[str, list[Group], str]:
    """What a file opens with, its groups, and what it ends with."""
    lines = LINE.findall(text)
    heads = [(n, name) for n, line in enumerate(lines) if (name := _opened(line)) is not None]
    if not heads:
        return text, [], ""
    starts = [_above(lines, n) for n, _ in heads]
    # Comments at the very top are the file's, however near the first entry is.
    first = starts[0] or heads[0][0]
    groups, aside = [], ""
    for (start, end), (_, name) in zip(
        pairwise([first, *starts[1:], len(lines)]), heads, strict=True
    ):
        stop = _end(lines, start, end)
        text = "".join(lines[start:stop])
        bare = text.rstrip()
        groups.append(Group(name, bare, aside, text[len(bare) :] or "\n"))
        aside = "".join(lines[stop:end])
    return "".join(lines[:first]), groups, aside


def line_of(text: str, name: str) -> int:
    """The line on which a dictionary has the entry of that name; 0 if it has none."""
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if _opened(line) == name), 0)


def _opened(line: str) -> str | None:
    """The term whose table a line opens."""
    if not line.lstrip().startswith("["):
        return None
    try:
        ((name, table),) = tomllib.loads(line).items()
    except ValueError:
        return None
    return name if table == {} else None


def _above(lines: Sequence[str], at: int) -> int:
    """Where the comments begin that stand right above a line."""
    while at and _is_comment(lines[at - 1]):
        at -= 1
    return at


def _end(lines: Sequence[str], start: int, end: int) -> int:
    """Where an entry that stands in these lines ends: after its last key, comments right below it, and blank lines."""
    stop = max(n for n in range(start, end) if lines[n].strip() and not _is_comment(lines[n])) + 1
    while stop < end and _is_comment(lines[stop]):
        stop += 1
    while stop < end and not lines[stop].strip():
        stop += 1
    return stop


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _without(groups: Sequence[Group], foot: str, gone: set[str]) -> tuple[list[Group], str]:
    """The groups but those of some names; what stood before these stands before the next."""
    kept: list[Group] = []
    aside = ""
    for group in groups:
        aside += group.aside
        if group.name not in gone:
            kept.append(replace(group, aside=aside))
            aside = ""
        elif kept and not aside:
            kept[-1] = replace(kept[-1], gap=max(kept[-1].gap, group.gap, key=len))
    return kept, aside + foot


def _edited(group: Group, old: Term, new: Term, write: Callable[[Term], str]) -> Group:
    """The group with its entry changed: written as the program writes it, or, if people laid it out, in their layout."""
    if old == new:
        return group
    if group.text == write(old).rstrip():
        return replace(group, text=write(new).rstrip())
    import tomlkit

    document = tomlkit.parse(group.text + "\n")
    table: Any = document[new.name]
    for field in FIELDS:
        before, after = getattr(old, field), getattr(new, field)
        if field in table and field != "category" and after[: len(before)] == before:
            table[field].extend(after[len(before) :])
        elif not after:
            table.pop(field, None)
        elif after != before:
            table[field] = after if field == "category" else list(after)
    return replace(group, text=tomlkit.dumps(document).rstrip())
