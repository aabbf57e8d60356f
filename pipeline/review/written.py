"""What people wrote by themselves, as the page lists it: words, segments and speakers."""

from typing import Any

from pipeline.review.desk import Desk
from pipeline.verdicts import ABOUT_ACTS, Verdict, act_of


def by_hand(desk: Desk) -> list[dict[str, Any]]:
    """What changes the text by itself, a line an action: with a sentence that is opened come its marks."""
    unfit = {id(verdict) for verdict in desk.unfit}
    lines = (verdict for verdict in desk.hand if id(verdict) not in unfit)
    actions = {act_of(verdict): verdict for verdict in reversed([*lines])}
    return [_plain(desk, verdict) for verdict in reversed(actions.values())]


def acted(desk: Desk, act: str) -> dict[str, Any]:
    """What an action was about: its question, or else what was written."""
    lines = [v for v in desk.lines if act_of(v) == act and v.verdict not in ABOUT_ACTS]
    asked = (found for verdict in lines if (found := desk.edit(verdict.id)))
    number = next((item.number for _, item in asked), None)
    wrote = next((_plain(desk, verdict) for verdict in lines if verdict.is_by_hand), None)
    return {"number": number, "written": wrote}


def _plain(desk: Desk, verdict: Verdict) -> dict[str, Any]:
    opens = {"open": ("", "¶"), "close": ("¶", "")}
    was, now = opens.get(verdict.verdict, (verdict.was, verdict.text))
    if verdict.verdict == "accept":
        now = verdict.now
    return {
        "key": act_of(verdict),
        "kind": _kind(verdict),
        "was": was,
        "now": now,
        "who": verdict.who,
        "place": list(verdict.place),
        "time": desk.raw.time(verdict.place.start),
        "block": desk.blocks_at(verdict.place)[0],
    }


def _kind(verdict: Verdict) -> str:
    if verdict.verdict in ("open", "close") or verdict.kind == "break":
        return "break"
    return "speaker" if verdict.is_about_cues else "words"
