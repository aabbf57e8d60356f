"""Teaching: from a decision to a dictionary entry, tried before it is saved."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.batch import write
from pipeline.config import OWN
from pipeline.dictionary import Dictionary, Term, dump, load, merge
from pipeline.edits import Edit
from pipeline.errors import BadInput
from pipeline.formats.timecode import clock
from pipeline.model import Place, key
from pipeline.review import requests as asked
from pipeline.review.desk import Desk
from pipeline.review.project import Project
from pipeline.review.work import Tried, Work
from pipeline.run import Step

# Raw words round a place from which context words are offered.
WINDOW = 25
OFFERED = 8
# Places listed of each talk, and talks listed.
PLACES, TALKS = 12, 30
LEAST_LETTERS = 5


def proposed(desk: Desk, place: Place, was: str, now: str) -> dict[str, Any]:
    """An entry pre-filled from a place: the term, what was heard, words of the context to choose of."""
    low, high = int(place.start), -int(-place.stop // 1)
    heard = " ".join(filter(None, (key(word.text) for word in desk.raw.words[low:high])))
    reads = now.strip(".,?!;: ") or was.strip(".,?!;: ")
    around = desk.raw.words[max(0, low - WINDOW) : high + WINDOW]
    words = dict.fromkeys(key(word.text) for word in around)
    own = {*heard.split(), *map(key, reads.split())}
    offered = [word for word in words if len(word) >= LEAST_LETTERS and word not in own]
    return {
        "name": reads,
        "heard": [heard] if heard and heard != " ".join(map(key, reads.split())) else [],
        "offered": sorted(offered, key=len, reverse=True)[:OFFERED],
    }


def term(plain: dict[str, Any]) -> Term:
    """The entry that the page sends. Raises BadInput."""
    name = asked.text(plain, "name")
    if not name:
        raise BadInput("a term needs a name")
    return Term(
        name,
        asked.text(plain, "category", ""),
        aliases=asked.texts(plain, "aliases"),
        heard=asked.texts(plain, "heard"),
        near=asked.texts(plain, "near"),
    )


def preview(project: Project, work: Work, name: str, entry: Term) -> dict[str, Any]:
    """What an entry changes, and what speaks against it."""
    with project.lock:
        opened = project.open(name)
        desk = opened.desk
        step = next((step for step in desk.steps if step.stage == "terms"), None)
    tried = work.try_entry(
        project.config, entry, f"{name} {opened.version}", step.before if step else desk.raw
    )
    here = [_here(desk, edit, made) for edit, made in _news(project, step, tried)]
    found = {talk: list(places) for talk, places in _elsewhere(project, work, name, tried)}
    return {
        "here": here,
        "elsewhere": [
            {"talk": talk, "places": places[:PLACES], "count": len(places)}
            for talk, places in list(found.items())[:TALKS]
        ],
        "talks": len(found),
        "places": sum(map(len, found.values())),
        "unread": max(0, len(project.talks()) - len(work.texts)),
        "warnings": tried.warnings,
        "file": str(own_file(project)),
    }


def save(project: Project, work: Work, name: str, entry: Term) -> dict[str, Any]:
    """Put an entry into the project's own dictionary; the talks it touches are cleaned again."""
    tried = work.try_entry(project.config, entry)
    path = own_file(project)
    own = load(path) if path.exists() else Dictionary()
    changed = merge([own, Dictionary((entry,))])
    write(path, dump(replace(changed, head=own.head)))
    touched = [talk for talk, places in _elsewhere(project, work, name, tried) if any(places)]
    cleaned = [talk for talk in touched if (project.config.clean / talk).exists()]
    work.clean(project.job(talk) for talk in (name, *cleaned))
    return {"saved": str(path), "talks": len(cleaned)}


def own_file(project: Project) -> Path:
    """The dictionary that entries are saved in."""
    config = project.config
    return config.dictionaries[-1] if config.dictionaries else Path(OWN)


def _news(project: Project, step: Step | None, tried: Tried) -> Iterator[tuple[Edit, bool]]:
    """The edits that are not made already, and whether they would be made."""
    accept = project.config.accept()
    there = {(edit.place, edit.now) for edit in step.made} if step else set()
    for edit in sorted(tried.edits, key=lambda edit: edit.place):
        if (edit.place, edit.now) not in there:
            yield edit, accept(replace(edit, stage="terms"))


def _here(desk: Desk, edit: Edit, made: bool) -> dict[str, Any]:
    left, heard, right = desk.around(edit.place)
    return {
        "time": clock(desk.raw.time(edit.place.start)),
        "left": left, "heard": heard, "right": right,
        "now": edit.now, "made": made, "sure": round(edit.confidence, 2),
    }  # fmt: skip


def _elsewhere(
    project: Project, work: Work, name: str, tried: Tried
) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """The other talks in which a form of the entry is written, with the places."""
    forms = [f" {' '.join(words)} " for words in tried.forms]
    for talk in project.talks():
        text, times = work.texts.get(talk, ("", ()))
        if talk != name and any(form in text for form in forms):
            yield talk, [_place(text, times, at, form) for form in forms for at in _all(text, form)]


def _all(text: str, form: str) -> Iterator[int]:
    at = text.find(form)
    while at >= 0:
        yield at
        at = text.find(form, at + 1)


def _place(text: str, times: tuple[int, ...], at: int, form: str) -> dict[str, str]:
    stop = at + len(form) - 1
    return {
        "time": clock(times[text.count(" ", 0, at)]),
        "left": " ".join(text[max(0, at - 60) : at].split(" ")[1:]),
        "heard": form.strip(),
        "right": " ".join(text[stop : stop + 60].split(" ")[:-1]),
    }
