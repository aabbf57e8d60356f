"""Teaching: from a decision to a dictionary entry, tried before it is saved."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict
from threading import Thread
from typing import Any

from pipeline.dictionary import CATEGORIES, Dictionary, Term, line_of, uncapped, usable
from pipeline.errors import BadInput, PipelineError
from pipeline.formats.timecode import clock
from pipeline.language.counts import IN_USE, count
from pipeline.language.english import FILLERS, FUNCTION, OPEN, USUAL
from pipeline.language.numerals import is_number
from pipeline.model import Place, key, keys_in
from pipeline.reading import text_in
from pipeline.review import requests as asked
from pipeline.review.desk import Desk
from pipeline.review.kept import Spot
from pipeline.review.project import Project, Taught
from pipeline.review.trying import TALKS, There, Tried
from pipeline.review.work import Work
from pipeline.saving import keep
from pipeline.verdicts import standing
from pipeline.verdicts.learn import MARKS

# Raw words round a place from which context words are offered.
WINDOW = 25
OFFERED = 8
LEAST_LETTERS = 3
# Words of every talk.
LITTLE = FUNCTION | OPEN | USUAL | FILLERS
# Seconds between two looks whether all talks are read.
POLL = 0.5


def proposed(
    desk: Desk, place: Place, was: str, now: str, dictionary: Dictionary
) -> dict[str, Any]:
    """An entry pre-filled from a place: the term, what was heard, words of the context to choose of."""
    heard = keys_in(desk.axis.around(place).heard)
    reads = now.strip(MARKS) or was.strip(MARKS)
    meant = keys_in(reads)
    known = dictionary.spelled(reads)
    around = Place(max(0.0, place.start - WINDOW), place.stop + WINDOW)
    words = dict.fromkeys(key(word.text) for word in desk.raw.heard(around))
    said = Counter(key(word.text) for word in desk.raw.words)
    offered = [w for w in words if w not in (*heard, *meant) and _may_tell(w, said[w])]
    return {
        "name": uncapped(reads, known.name) if known else reads,
        "was": " ".join(heard),
        "heard": [" ".join(heard)] if heard and heard != meant else [],
        # What is a term or a name itself tells most.
        "offered": sorted(
            offered, key=lambda w: (dictionary.spelled(w) is None, -said[w] / (count(w) + IN_USE))
        )[:OFFERED],
        "categories": CATEGORIES,
    }


def _may_tell(word: str, often: int) -> bool:
    """Whether a word that is said so often in a talk may tell what is talked of: no number, none that English is full
    of, and none that may be a mishearing itself, as nobody knows it and it does not come back."""
    plain = word.isalpha() and len(word) >= LEAST_LETTERS and word not in LITTLE
    return plain and not is_number(word) and bool(count(word) or often > 1)


def term(plain: dict[str, Any]) -> Term:
    """The entry that the page sends. Raises BadInput."""
    name = asked.text(plain, "name")
    if not name:
        raise BadInput("a term needs a name")
    entry = Term(
        name,
        asked.text(plain, "category", ""),
        aliases=asked.texts(plain, "aliases"),
        heard=asked.texts(plain, "heard"),
        sounds=asked.texts(plain, "sounds"),
        near=asked.texts(plain, "near"),
    )
    return usable(entry).without_itself()


def preview(project: Project, work: Work, name: str, entry: Term) -> dict[str, Any]:
    """What an entry changes, and what speaks against it."""
    tried = _tried(project, work, name, entry)
    written = [there for there in tried.there if there.made or there.asked]
    return {
        "here": [_plain(spot) for spot in tried.here],
        "elsewhere": [_there(there) for there in written[:TALKS]],
        "talks": len(written),
        "made": sum(there.made for there in written),
        "asked": sum(there.asked for there in written if there.exact),
        "guessed": sum(there.asked for there in written if not there.exact),
        "unread": tried.unread,
        "said": [[form, often] for form, often in tried.said],
        "control": [_there(there) for there in tried.control if there.made or there.asked],
        "controlWords": tried.control_words,
        "warnings": tried.warnings,
        "file": str(project.config.own),
    }


def save(project: Project, work: Work, name: str, entry: Term) -> dict[str, Any]:
    """Put an entry into the project's own dictionary. The talk shows it at once; this and the other
    talks that a form of it is written in are cleaned again in the background. What was taken back before is
    not made again any more."""
    saved = _save(project, work, name, entry)
    project.untaught.pop(name, None)
    return saved


def _save(project: Project, work: Work, name: str, entry: Term) -> dict[str, Any]:
    touched = _touched(project, work, name, entry)
    path = project.config.own
    with project.lock:
        before, after = keep(path, lambda own: own.with_all(Dictionary((entry,))))
        term = after.get(entry.name) or entry
        acts = project.open(name).desk.acts()
        project.taught[name].append(Taught(before.get(entry.name), term, acts))
        line = line_of(text_in(path), term.name)
    _lay(project, work, [name], lambda entries: (*entries, entry))
    work.clean(project.job(talk) for talk in (name, *touched))
    Thread(target=_follow, args=(project, work, name, entry, touched), daemon=True).start()
    return {
        "saved": str(path),
        "file": path.name,
        "entry": term.name,
        "line": line,
        "talks": len(touched),
    }


def is_last(project: Project, name: str) -> bool:
    """Whether the last thing done in a talk was to save an entry."""
    taught = project.taught[name]
    return bool(taught) and taught[-1].acts >= project.open(name).desk.acts()


def take_back(project: Project, work: Work, name: str) -> dict[str, Any]:
    """Take the entry that was saved last out of the dictionary again, and clean the talks that it touched. Raises
    BadInput if the entry is another by now."""
    last = project.taught[name].pop()
    entry, path = last.after.name, project.config.own

    def without(own: Dictionary) -> Dictionary:
        """The dictionary as if the entry had not been saved."""
        if own.get(entry) != last.after:
            raise BadInput(
                f"[{entry}] was changed since it was saved", file=str(path),
                remedy="take it out with `mondegreen dict remove`",
            )  # fmt: skip
        return own.with_term(last.before) if last.before else own.without(entry)

    keep(path, without)
    project.untaught[name].append((last.after, project.open(name).desk.history()))
    talks = [name, *_touched(project, work, name, last.after)]

    def others(entries: tuple[Term, ...]) -> tuple[Term, ...]:
        """Those that stay."""
        return tuple(one for one in entries if one.name != entry)

    _lay(project, work, [talk for talk in project.opened() if talk in talks], others)
    work.clean(project.job(talk) for talk in talks)
    return {"entry": entry, "file": str(path)}


def is_next(project: Project, name: str) -> bool:
    """Whether the last thing taken back in a talk was to save an entry, and nothing was decided since."""
    back = project.untaught[name]
    return bool(back) and back[-1][1] == project.open(name).desk.history()


def make_again(project: Project, work: Work, name: str) -> dict[str, Any]:
    """Save the entry again that was taken back last."""
    entry, _ = project.untaught[name].pop()
    return _save(project, work, name, entry)


def _follow(project: Project, work: Work, name: str, entry: Term, touched: list[str]) -> None:
    """Let the other talks that are open show the entry; clean those that were not read yet."""
    reading = work.is_reading()
    others = [other for other in project.opened() if other in touched]
    _lay(project, work, others, lambda entries: (*entries, entry))
    while work.is_reading():
        time.sleep(POLL)
    with suppress(PipelineError, OSError):
        if reading:
            found = _touched(project, work, name, entry)
            work.clean(project.job(talk) for talk in found if talk not in touched)


def _touched(project: Project, work: Work, name: str, entry: Term) -> list[str]:
    """The other talks in which a form of the entry is written, and that were cleaned before."""
    found = work.touched(project.config, entry, project.others(name))
    return [talk for talk in found if (project.config.clean / talk).exists()]


def _tried(project: Project, work: Work, name: str, entry: Term) -> Tried:
    return work.tried(
        project.config, entry, project.source(name), project.others(name), project.control()
    )


def _lay(
    project: Project,
    work: Work,
    talks: Iterable[str],
    change: Callable[[tuple[Term, ...]], tuple[Term, ...]],
) -> None:
    """Let talks show what other entries change; where that fails, cleaning the talk tells why."""
    for name in talks:
        with suppress(PipelineError, OSError):
            opened = project.open(name)
            entries = change(opened.entries)
            lines = standing(opened.desk.lines)
            made = work.laid(project.config, entries, project.source(name), lines)
            project.lay(name, entries, made)


def _there(there: There) -> dict[str, Any]:
    return {
        "talk": there.talk,
        "places": [_plain(spot) for spot in there.spots],
        "made": there.made,
        "asked": there.asked,
        "exact": there.exact,
    }


def _plain(spot: Spot) -> dict[str, Any]:
    return {**asdict(spot), "time": clock(spot.time), "sure": round(spot.sure, 2)}
