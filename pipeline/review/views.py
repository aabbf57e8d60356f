"""What the page's script asks for and sends: a function a path, plain data in and out."""

import re
from collections.abc import Callable
from typing import Any

from pipeline import suspects
from pipeline.config import dictionary_of
from pipeline.edits import Edit
from pipeline.errors import BadInput
from pipeline.formats.timecode import clock
from pipeline.model import Place
from pipeline.review import render, teach, written
from pipeline.review import requests as asked
from pipeline.review.desk import Desk
from pipeline.review.items import Item, likeness
from pipeline.review.kept import AROUND
from pipeline.review.project import Open, Project
from pipeline.review.variants import variants
from pipeline.review.work import Work
from pipeline.verdicts import ABOUT_EDITS, BY_HAND, Verdict
from pipeline.verdicts.learn import MARKS

Plain = dict[str, Any]
# Talks in which the same edit is shown at once: each is opened for it.
TALKS = 10


def everything(project: Project, work: Work, name: str, _: Plain) -> Plain:
    """The whole talk, for a page that has nothing yet."""
    with project.lock:
        opened = project.open(name)
        return {**render.page(opened.desk), **_frame(project, opened, work, name)}


def news(project: Project, work: Work, name: str, plain: Plain) -> Plain:
    """What changed since the page last heard; of a newer run, only that there is one."""
    with project.lock:
        opened = project.open(name)
        if plain.get("version") != opened.edition:
            return {"again": True, **_frame(project, opened, work, name)}
        seq = plain.get("seq", "")
        since = opened.since(int(seq) if seq.isdigit() else 0)
        return {**render.patch(opened.desk, since), **_frame(project, opened, work, name)}


def decide(project: Project, work: Work, name: str, plain: Plain) -> Plain:
    """Accept or reject an edit, or write another reading."""
    verdict = asked.chosen(plain, "verdict", ABOUT_EDITS)
    edit_id, text = asked.text(plain, "id"), asked.text(plain, "text", "")
    with project.lock:
        opened = project.open(name)
        lines = opened.desk.about(edit_id, verdict, text if verdict == "other" else "")
        return _saved(project, work, name, lines, plain)


def decide_many(project: Project, work: Work, name: str, plain: Plain) -> Plain:
    """One verdict about the same edit in many places, in this talk or in several: one action."""
    verdict = asked.chosen(plain, "verdict", ABOUT_EDITS)
    text = asked.text(plain, "text", "") if verdict == "other" else ""
    wanted: dict[str, list[str]] = {}
    for entry in asked.texts(plain, "edits"):
        talk, _, edit_id = entry.rpartition("/")
        wanted.setdefault(talk, []).append(edit_id)
    with project.lock:
        lines = []
        for talk, ids in wanted.items():
            desk = project.open(talk).desk
            lines.append((talk, [line for one in ids for line in desk.about(one, verdict, text)]))
        if not lines:
            raise BadInput("no place was chosen")
        seq = project.open(name).seq
        project.save_all(lines, asked.text(plain, "who", ""))
        return _patched(project, work, name, seq)


def by_hand(project: Project, work: Work, name: str, plain: Plain) -> Plain:
    """Change words, segments or speakers by hand."""
    verdict = asked.chosen(plain, "verdict", BY_HAND)
    text = asked.text(plain, "text", "")
    with project.lock:
        desk = project.open(name).desk
        place, was = _stretch(desk, verdict, plain)
        if verdict == "rename" and text == was:
            return _patched(project, work, name, project.open(name).seq)
        lines = [desk.by_hand(verdict, place, text, was)]
        if verdict == "words":
            lines += desk.given_way(place)
        opens = verdict in ("speaker", "speaker-on") and not desk.opens_at(place.start)
        if opens or verdict in ("open", "close"):
            lines += desk.marks_of("open" if opens else verdict, place.start)
        return _saved(project, work, name, lines, plain)


def _stretch(desk: Desk, verdict: str, plain: Plain) -> tuple[Place, str]:
    """What a hand edit is about: its place, and what stood there or who spoke."""
    if verdict == "rename":
        was = asked.text(plain, "was", "")
        if was not in {cue.speaker or "" for cue in desk.cues}:
            raise BadInput(
                f"nobody is called {was!r} in this talk" if was else "everybody here has a name",
                remedy="reload the page",
            )
        return Place(0.0, 0.0), was
    place = asked.place(plain)
    if verdict == "words":
        return place, asked.text(plain, "was", "")
    speaker = desk.speaker_at(place.start)
    if verdict == "speaker":  # from the turn's paragraph on, until somebody else speaks
        return Place(place.start, desk.turn_at(place.start).stop), speaker
    if verdict == "speaker-on":
        return Place(place.start, float(len(desk.raw.words))), speaker
    return Place(place.start, place.start), ""


def undo(project: Project, work: Work, name: str, plain: Plain) -> Plain:
    """Take the last action back."""
    return _undone(project, work, name, plain, again=False)


def redo(project: Project, work: Work, name: str, plain: Plain) -> Plain:
    """Do again what was taken back."""
    return _undone(project, work, name, plain, again=True)


def _undone(project: Project, work: Work, name: str, plain: Plain, *, again: bool) -> Plain:
    about = teach.is_next if again else teach.is_last
    if about(project, name):
        taken = (teach.make_again if again else teach.take_back)(project, work, name)
        with project.lock:
            return {**_patched(project, work, name, project.open(name).seq), "acted": taken}
    with project.lock:
        opened = project.open(name)
        seq, desk = opened.seq, opened.desk
        act = desk.next_redo() if again else desk.next_undo()
        project.undo(name, asked.text(plain, "who", ""), again=again)
        told = written.acted(desk, act) if act else {}
        return {**_patched(project, work, name, seq), "acted": told}


def like(project: Project, _: Work, name: str, plain: Plain) -> Plain:
    """The places where the same edit is proposed, in this talk or in the whole batch."""
    with project.lock:
        found = project.open(name).desk.edit(asked.text(plain, "id"))
    if found is None:
        raise BadInput("this edit is no longer there", remedy="reload the page")
    edit = found[0]
    # All that takes long comes first, while other windows may decide.
    words, batch = not edit.is_about_cues, plain.get("scope") == "batch"
    talks = _talks_with(project, edit) if words and batch else []
    talks = [talk for talk in talks if talk != name]
    there = [name, *(talk for talk in talks[:TALKS] if project.prepare(talk, draw=False))]
    with project.lock:
        desks = [(talk, project.open(talk).desk) for talk in there]
        places = [
            place(f"{talk}/{edit_id}", desk, one, item)
            for talk, desk in desks
            for edit_id, one, item in desk.like(likeness(edit))
        ]
        was, now = desks[0][1].told(edit)
        told = {"places": places, "was": was, "now": now, "more": len(talks[TALKS:])}
        return {**told, "elsewhere": words, "text": found[1].takes_text}


def _talks_with(project: Project, edit: Edit) -> list[str]:
    """The talks whose record has an edit of this kind with these words, without reading them all."""
    first = ((edit.was or edit.now).split() or [""])[0].strip(MARKS)
    # In bytes, letters with accents have no case: any stands for each.
    word = re.sub(r"[^\x00-\x7f]+", r"[\\x80-\\xff]+", re.escape(first))
    sought = re.compile(rf'"text": "\W*{word}\W*"'.encode(), re.IGNORECASE)
    holding = [talk for talk in project.known() if sought.search(project.record(talk))]
    # Those with something left to decide come first, so that looking again shows others.
    return sorted(holding, key=lambda talk: not project.row(talk).waiting)


def place(name: str, desk: Desk, edit: Edit, item: Item) -> Plain:
    """A place in a list: where it is, what stands round it, what is decided."""
    _, left, heard, right = desk.axis.around(edit.place, AROUND)
    return {
        "key": name,
        "talk": name.rpartition("/")[0],
        "time": clock(desk.raw.time(edit.place.start)),
        "left": left,
        "heard": heard,
        "right": right,
        "now": desk.told(edit)[1],
        "status": desk.status(item),
        "number": item.number,
    }


def variants_of(project: Project, _: Work, name: str, __: Plain) -> Plain:
    """The terms of a talk, each with all that was heard for it."""
    with project.lock:
        return {"variants": variants(name, project.open(name).desk)}


def suspects_of(project: Project, _: Work, name: str, __: Plain) -> Plain:
    """Words of a talk that were hardly said and that no term explains, but for those decided upon."""
    with project.lock:
        desk = project.open(name).desk
        places = [verdict.place for verdict in (*desk.of.values(), *desk.hand)]
        return {
            "suspects": [
                {
                    "time": one.time, "left": one.left, "heard": one.heard, "right": one.right,
                    "times": one.times, "sure": one.chance, "guesses": one.guesses,
                    "a": one.place.start, "z": one.place.stop, "reads": desk.reads(one.place),
                    "block": desk.blocks_at(one.place)[0],
                }
                for one in suspects.undecided(project.suspects(name), places)
            ]
        }  # fmt: skip


def entry(project: Project, _: Work, name: str, plain: Plain) -> Plain:
    """A dictionary entry as a decision suggests it."""
    with project.lock:
        desk, known = project.open(name).desk, dictionary_of(project.config)
        found = desk.edit(asked.text(plain, "id", ""))
        if found:
            edit = found[0]
            verdict = desk.of.get(str(plain["id"]))
            other = verdict.text if verdict and verdict.verdict == "other" else ""
            return teach.proposed(desk, edit.place, edit.was, other or edit.now, known)
        where = asked.stretch(plain.get("a", 0), plain.get("z", 0))
        return teach.proposed(desk, where, "", asked.text(plain, "text", ""), known)


def preview(project: Project, work: Work, name: str, plain: Plain) -> Plain:
    """What an entry would change: in this talk as the stage sees it, elsewhere where it is written."""
    return teach.preview(project, work, name, teach.term(plain))


def learn(project: Project, work: Work, name: str, plain: Plain) -> Plain:
    """Save an entry in the project's own dictionary, and clean the talks again that it touches."""
    saved = teach.save(project, work, name, teach.term(plain))
    return {**saved, "working": work.busy()}


def clean(project: Project, work: Work, name: str, _: Plain) -> Plain:
    """Clean the talk again, as decided, and write its files."""
    work.clean([project.job(name)])
    return {"working": work.busy()}


def cleaning(_: Project, work: Work, name: str, __: Plain) -> Plain:
    """How the cleaning of a talk goes, also of one that was never clean."""
    return {"working": name in work.busy(), "failed": work.failed(name)}


def next_talk(project: Project, name: str) -> str:
    """The next talk after this one that has questions waiting; empty if there is none."""
    names = list(project.known())
    at = names.index(name) if name in names else -1
    later = (*names[at + 1 :], *names[: max(at, 0)])
    return next((other for other in later if project.row(other).waiting), "")


def _saved(project: Project, work: Work, name: str, lines: list[Verdict], plain: Plain) -> Plain:
    seq = project.open(name).seq
    project.save(name, lines, asked.text(plain, "who", ""))
    return _patched(project, work, name, seq)


def _patched(project: Project, work: Work, name: str, seq: int) -> Plain:
    opened = project.open(name)
    told = render.patch(opened.desk, opened.since(seq))
    return {**told, **_frame(project, opened, work, name), "from": seq}


def _frame(project: Project, opened: Open, work: Work, name: str) -> Plain:
    return {
        "undo": bool(opened.desk.next_undo()) or teach.is_last(project, name),
        "redo": bool(opened.desk.next_redo()) or teach.is_next(project, name),
        "seq": opened.seq,
        "version": opened.edition,
        "notes": opened.notes,
        "working": work.busy(),
        "failed": work.failed(name),
    }


View = Callable[[Project, Work, str, Plain], Plain]
READ: dict[str, View] = {
    "all": everything,
    "news": news,
    "like": like,
    "variants": variants_of,
    "suspects": suspects_of,
    "entry": entry,
    "cleaning": cleaning,
}
WRITE: dict[str, View] = {
    "decide": decide,
    "decide-many": decide_many,
    "hand": by_hand,
    "undo": undo,
    "redo": redo,
    "preview": preview,
    "learn": learn,
    "clean": clean,
}
