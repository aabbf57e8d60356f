"""All that was heard for one term, together: one decision for many places."""

from collections.abc import Iterable
from typing import Any

from pipeline.edits import Edit
from pipeline.model import keys_in
from pipeline.review.desk import Desk
from pipeline.review.items import Item
from pipeline.verdicts.learn import MARKS

# A term heard in one way only is no cluster.
WAYS = 2
Entry = tuple[str, Edit, Item]  # an edit's id, the edit, and its question


def variants(talk: str, desk: Desk) -> list[dict[str, Any]]:
    """The terms that were heard in several ways, those with most places waiting first."""
    terms: dict[tuple[str, ...], list[Entry]] = {}
    for item in desk.items:
        for name, edit in item.readings:
            if edit.kind in ("words", "spacing", "number") and edit.now:
                terms.setdefault(keys_in(edit.now), []).append((name, edit, item))
    clusters = [_cluster(talk, desk, entries) for entries in terms.values()]
    several = [cluster for cluster in clusters if len(cluster["heard"]) >= WAYS]
    return sorted(several, key=lambda one: (-one["waiting"], one["term"].casefold()))


def _cluster(talk: str, desk: Desk, entries: Iterable[Entry]) -> dict[str, Any]:
    told = list(entries)
    ways: dict[str, list[Entry]] = {}
    for entry in told:
        ways.setdefault(" ".join(keys_in(entry[1].was)), []).append(entry)
    heard = [
        {
            "was": said,
            "edits": [f"{talk}/{name}" for name, _, _ in places],
            "number": places[0][2].number,
            "waiting": _waiting(desk, places),
            "sure": round(max(edit.confidence for _, edit, _ in places), 2),
        }
        for said, places in ways.items()
    ]
    heard.sort(key=lambda way: (-len(way["edits"]), way["was"]))  # type: ignore[arg-type]
    return {"term": told[0][1].now.strip(MARKS), "heard": heard, "waiting": _waiting(desk, told)}


def _waiting(desk: Desk, places: Iterable[Entry]) -> int:
    return sum(desk.status(item) == "waiting" for _, _, item in places)
