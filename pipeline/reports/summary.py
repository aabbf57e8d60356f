"""The page for a whole batch: how much was changed where and by what, what waits, what went wrong."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.edits import SPOKEN
from pipeline.reports.changes import KINDS
from pipeline.reports.page import render

# Rules listed on the page: enough to see what does most of the work, and what does it too often.
RULES = 30


@dataclass(frozen=True, slots=True)
class TalkSummary:
    """What a summary tells of one talk: small, so that workers can send it.

    `counts` is how many edits each (stage, kind, made or not) has, `rules` how many each rule made, `waiting` how many
    questions wait for a person. `length` is that of the talk, and `took` what the work on it took, in seconds: with
    what all talks need, if that was `loaded` for it.

    `failed` says why there are no results, `gone` why the talk has no raw file any more. `breaches` tell of stages that
    were not heard, `alarms` of rules that were turned down, `unheeded` of decisions and names of voices that could not
    be obeyed, `foreign` whether the talk says next to nothing of the dictionaries.

    `href` is the way to its page, `folder` that of the raw file, if talks come from several.
    """

    name: str
    title: str = ""
    words: int = 0
    length: float = 0.0
    took: float = 0.0
    counts: tuple[tuple[tuple[str, str, bool], int], ...] = ()
    rules: tuple[tuple[str, int], ...] = ()
    breaches: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    failed: str = ""
    href: str = ""
    unheeded: tuple[str, ...] = ()
    gone: str = ""
    waiting: int = 0
    folder: str = ""
    foreign: bool = False
    loaded: bool = False

    @property
    def made(self) -> int:
        """Edits made."""
        return sum(count for (_, _, made), count in self.counts if made)

    def of(self, stage: str) -> int:
        """Edits made by a stage."""
        return sum(count for (name, _, made), count in self.counts if made and name == stage)


@dataclass(frozen=True, slots=True)
class Bar:
    """A stage's line of the chart: edits, and how wide they are drawn in per cent."""

    stage: str
    made: int
    held: int
    made_width: float
    held_width: float


def summary(talks: Iterable[TalkSummary], left: str = "") -> str:
    """The page for `talks`, in their order; `left` tells which files were left alone."""
    told = list(talks)
    cleaned = [talk for talk in told if not talk.failed]
    counts = Counter[tuple[str, str, bool]]()
    rules = Counter[str]()
    for talk in cleaned:
        counts.update(dict(talk.counts))
        rules.update(dict(talk.rules))
    stages = _stages(cleaned)
    return render(
        "summary.html.jinja",
        ("base.css", "summary.css"),
        ("theme.js", "summary.js"),
        talks=cleaned,
        left=left,
        failed=[talk for talk in told if talk.failed],
        alarmed=[talk for talk in cleaned if talk.alarms],
        breached=[talk for talk in cleaned if talk.breaches],
        foreign=[talk for talk in cleaned if talk.foreign],
        unheeded=[told for talk in cleaned for told in talk.unheeded],
        words=sum(talk.words for talk in cleaned),
        length=round(1000 * sum(talk.length for talk in cleaned)),
        took=sum(talk.took for talk in cleaned),
        made=sum(talk.made for talk in cleaned),
        waiting=sum(talk.waiting for talk in cleaned),
        stages=stages,
        bars=_bars(stages, counts),
        kinds=_kinds(stages, counts),
        rules=sorted(rules.items(), key=lambda rule: (-rule[1], rule[0]))[:RULES],
        all_rules=len(rules),
        spoken=sum(n for (_, kind, made), n in counts.items() if made and kind in SPOKEN),
    )


def _stages(talks: Iterable[TalkSummary]) -> list[str]:
    """The stages that changed or suggested anything, in the order in which talks name them."""
    return list(dict.fromkeys(stage for talk in talks for (stage, _, _), _ in talk.counts))


def _bars(stages: Sequence[str], counts: Counter[tuple[str, str, bool]]) -> list[Bar]:
    totals = Counter[tuple[str, bool]]()
    for (stage, _, is_made), count in counts.items():
        totals[stage, is_made] += count
    edits = [(stage, totals[stage, True], totals[stage, False]) for stage in stages]
    most = max((made + held for _, made, held in edits), default=0) or 1
    return [
        Bar(stage, made, held, round(100 * made / most, 2), round(100 * held / most, 2))
        for stage, made, held in edits
    ]


def _kinds(
    stages: Sequence[str], counts: Counter[tuple[str, str, bool]]
) -> list[tuple[str, str, int, int]]:
    """Stage, kind, made, suggested: the numbers behind the chart."""
    return [
        (stage, kind, made, held)
        for stage in stages
        for kind in KINDS
        if (made := counts[stage, kind, True]) + (held := counts[stage, kind, False])
    ]
