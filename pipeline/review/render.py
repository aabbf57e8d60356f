"""What the page shows of a desk: paragraphs as HTML, questions as columns, changes as patches."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import itemgetter
from typing import Any

from markupsafe import escape

from pipeline.formats.timecode import clock
from pipeline.model import Cue, Place, Token, Transcript, stretches, text_of
from pipeline.review.desk import Desk
from pipeline.review.drawn import Changed
from pipeline.review.items import Item
from pipeline.review.paragraphs import Block
from pipeline.review.written import by_hand
from pipeline.verdicts import Verdict, told

QUIET = ("form", "spacing")
# Of several questions about the same words, the mark tells the one that matters most.
ORDER = ("waiting", "other", "accepted", "rejected", "made")
# Readings offered beside a word; the others are in the panel.
OFFERS = 2
# What stands where words were left out.
GONE = "‸"
# What nobody said is not read out as a part of the sentence.
UNREAD = ' aria-hidden="true"'
# What marks look like, in words, for those who do not see it.
STATUSES = {
    "waiting": "needs eyes", "made": "applied", "accepted": "accepted", "rejected": "rejected",
    "other": "other", "hand": "by hand",
}  # fmt: skip
KINDS = {"number": "number", "form": "marks and case", "spacing": "joined or split"}
SIGNS = {"▸": "somebody else speaks", "¶": "a sentence starts here", "↵": "joined"}
# Why a decision counts for nothing just now.
LOST = "its words are not found, or more than once"
OVER = "written over in part by somebody who had not seen it"
UNFIT = "does not fit the words that stand there by now"
STRANGE = "whose name that is by now is not clear, or nobody has it any more"


def page(desk: Desk) -> dict[str, Any]:
    """All of a talk: its paragraphs and its questions."""
    return {
        "rows": "".join(paragraph(desk, block) for block in desk.blocks),
        "items": columns(desk),
        "blocks": [[b.place.start, b.time] for b in desk.blocks],
        "words": [word.start for word in desk.raw.words],
        **state(desk),
    }


def patch(desk: Desk, changed: Changed) -> dict[str, Any]:
    """What a decision changed on the page."""
    return {
        "statuses": {n: desk.status(desk.items[n]) for n in sorted(changed.items)},
        "texts": {n: answer(desk, desk.items[n]) for n in sorted(changed.items | changed.names)},
        "told": {
            n: [desk.told(edit) for edit in desk.items[n].edits] for n in sorted(changed.names)
        },
        "html": {n: paragraph(desk, desk.blocks[n]) for n in sorted(changed.blocks)},
        **state(desk),
    }


def state(desk: Desk) -> dict[str, Any]:
    """What the page's frame tells: who speaks, what people wrote, verdicts without a place."""
    return {
        "speakers": desk.speakers(),
        "lost": [orphan(desk.raw, verdict, why) for verdict, why in _orphans(desk)],
        "written": by_hand(desk),
    }


def _orphans(desk: Desk) -> Iterator[tuple[Verdict, str]]:
    """The verdicts that count for nothing just now, and why."""
    yield from ((verdict, LOST) for verdict in desk.decisions.lost)
    yield from ((verdict, OVER) for verdict in desk.decisions.over)
    yield from ((verdict, STRANGE if verdict.names else UNFIT) for verdict in desk.unfit)


def orphan(raw: Transcript, verdict: Verdict, why: str) -> dict[str, str]:
    """A verdict that found no place: who decided what, why it counts for nothing, and what stood around it."""
    _, left, heard, right = verdict.anchor
    by = ", ".join(filter(None, (verdict.who, verdict.when[:16].replace("T", " "))))
    parts = filter(None, (by, told(verdict, raw), why))
    return {"told": ": ".join(parts), "around": f"{left} [{heard}] {right}"}


def columns(desk: Desk) -> dict[str, list[Any]]:
    """The questions as columns; rules and reasons, which repeat, as numbers into lists."""
    if not desk.drawn.columns:
        desk.drawn.columns = _lasting(desk)
    return {
        **desk.drawn.columns,
        "status": [desk.status(item) for item in desk.items],
        "text": [answer(desk, item) for item in desk.items],
    }


def _lasting(desk: Desk) -> dict[str, list[Any]]:
    """The columns that no decision changes, but one that renames speakers."""
    rules = sorted({item.rule for item in desk.items})
    reasons = {edit.why: edit.reason for item in desk.items for edit in item.edits}
    whys = sorted(reasons)
    of_rule, of_why = ({text: n for n, text in enumerate(texts)} for texts in (rules, whys))
    starts = {item.number: block.number for block in desk.blocks for item in desk.items_in(block)}
    return {
        "rules": rules,
        "whys": whys,
        # Shown in place of a reason whose rule the reading tells already.
        "briefs": [reasons[why].evidence if reasons[why].by_sound else "" for why in whys],
        "stage": [item.stage for item in desk.items],
        "turn": [desk.turn(item) for item in desk.items],
        "kind": [item.kind for item in desk.items],
        "block": [starts.get(item.number, 0) for item in desk.items],
        "place": [list(item.place) for item in desk.items],
        "time": [desk.raw.time(item.place.start) for item in desk.items],
        "rule": [of_rule[item.rule] for item in desk.items],
        "edits": [
            [
                [name, *desk.told(edit), round(edit.confidence, 3), of_why[edit.why]]
                for name, edit in item.readings
            ]
            for item in desk.items
        ],
    }


def answer(desk: Desk, item: Item) -> str:
    """What a decided question reads: the text of a person, or the reading that was accepted."""
    for name, edit in item.readings:
        verdict = desk.of.get(name)
        if verdict and verdict.verdict == "other":
            return verdict.text
        if verdict and verdict.verdict == "accept":
            return desk.told(edit)[1]
    return ""


# ---- paragraphs --------------------------------------------------------------------------------


def paragraph(desk: Desk, block: Block) -> str:
    """A paragraph as HTML; everything that was said or written by people is escaped."""
    cues = desk.cues_in(block)
    speaker = cues[0].speaker or "" if cues else ""
    before = desk.speaker_at(block.place.start - 0.5) if block.number else None
    about = [i for i in desk.items_in(block) if i.is_about_cues]
    first = [item for item in about if item.place.start == block.place.start]
    turns = _turns(cues)
    drawn = desk.drawn.paragraphs.get(block.number)
    if drawn is None or drawn[0] != turns:
        drawn = turns, " ".join(_pieces(desk, block, turns, about))
        desk.drawn.paragraphs[block.number] = drawn
    asks = any(desk.status(item) == "waiting" for item in first)
    classes = "who" + (" on" if before == speaker else "") + (" asks" if asks else "")
    described = f' aria-description="{STATUSES["waiting"]}"' if asks else ""
    # A text without times has its paragraphs numbered.
    when = clock(block.time) if desk.timed else f"¶ {block.number + 1}"
    return (
        f'<section class="row" id="b{block.number}" data-a="{block.place.start:g}" '
        f'data-z="{block.place.stop:g}"><a class="time" href="#b{block.number}">{when}</a>'
        f'<h2 class="{classes}"><button type="button" class="name" data-i="{_joined(first)}"{described}>'
        f"{escape(speaker or 'Speaker?')}</button></h2>"
        f'<p class="said">{drawn[1]}</p></section>'
    )


def _turns(cues: Sequence[Cue]) -> tuple[tuple[float, str], ...]:
    """Where another voice takes over within a paragraph, and whose it is."""
    return tuple(
        (cue.at, cue.speaker or "")
        for before, cue in pairwise(cues)
        if (cue.speaker or "") != (before.speaker or "")
    )


def _pieces(
    desk: Desk, block: Block, turns: Iterable[tuple[float, str]], about: Sequence[Item]
) -> list[str]:
    words = (item for item in desk.items_in(block) if not item.is_about_cues)
    changed: list[Item | Verdict] = [
        *(replace(item, place=desk.spot(item)) for item in words),
        *desk.written_in(block),
    ]
    inner = (item for item in about if item.place.start > block.place.start)
    # At one place a turn comes first, then a segment, then the words.
    elements = [
        *((at, _turn(at, speaker)) for at, speaker in turns),
        *((item.place.start, _segment(desk, item)) for item in inner),
        *(
            (place.start, _mark(desk, place, group, tokens) if group else _word(*tokens))
            for place, tokens, group in stretches(desk.tokens_in(block), changed)
        ),
    ]
    return [element for _, element in sorted(elements, key=itemgetter(0))]


def _turn(at: float, speaker: str) -> str:
    name = escape(speaker or "Speaker?")
    return f'<button type="button" class="turn" data-a="{at:g}">{name}</button>'


def _mark(
    desk: Desk,
    place: Place,
    group: Sequence[Item | Verdict],
    tokens: Sequence[Token],
) -> str:
    items = [one for one in group if isinstance(one, Item)]
    told_first = sorted(items, key=lambda item: ORDER.index(desk.status(item)))
    status = "hand" if len(items) < len(group) else desk.status(told_first[0])
    heard, now = text_of(desk.raw.heard(place)), text_of(tokens)
    quiet = status == "made" and bool(now) and all(item.kind in QUIET for item in items)
    readings = [
        escape(edit.told[1]) or "leave out"
        for item in told_first[:1]
        if status == "waiting"
        for edit in item.edits[:OFFERS]
        if edit.place == item.lead.place
    ]
    offers = "".join(f' <span class="offer"{UNREAD}>{reading}</span>' for reading in readings)
    classes = " ".join(["m", status, *(["quiet"] if quiet else []), *([] if now else ["gone"])])
    kinds = [KINDS.get(item.kind, "") for item in items if quiet or item.kind not in QUIET]
    name = called(kinds if now else ["left out"], status)
    # Marks and capitals are everywhere: of these one hears where one stands, of others in passing.
    described = f' aria-description="{name}"' if quiet else ""
    aside = "" if quiet else f'<span class="sr as"> ({_spoken(name, readings)})</span>'
    return (
        f'<span class="{classes}" data-i="{_joined(told_first)}" data-a="{place.start:g}" '
        f'data-z="{place.stop:g}" data-raw="{escape(heard)}"{described}>'
        f'<span class="now"{"" if now else UNREAD}>{escape(now or GONE)}</span>{offers}{aside}</span>'
    )


def _spoken(name: str, readings: Iterable[str]) -> str:
    offered = " or ".join(readings)
    return f"{name}: {offered}" if offered else name


def called(kinds: Iterable[str], status: str) -> str:
    """What a mark is called where it is not seen: what kind it is of, and what became of it."""
    return ", ".join(filter(None, [*dict.fromkeys(kinds), STATUSES[status]]))


def _segment(desk: Desk, item: Item) -> str:
    opens = item.lead.after != ()
    status = desk.status(item)
    sign = "▸" if item.kind == "speaker" else ("¶" if opens else "↵")
    return (
        f'<span class="m cue {status}" data-i="{item.number}" data-a="{item.place.start:g}" '
        f'role="img" aria-label="{called([SIGNS[sign]], status)}">{sign}</span>'
    )


def _word(token: Token) -> str:
    return (
        f'<span data-p="{token.at.start:g}" data-z="{token.at.stop:g}">{escape(token.text)}</span>'
    )


def _joined(questions: Iterable[Item]) -> str:
    return " ".join(str(item.number) for item in questions)
