"""What a run of a talk comes to: how much was changed and asked, what waits, and whether it is of another field."""

from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from pipeline import record, verdicts
from pipeline.config import Config, stages_of
from pipeline.made import Made
from pipeline.model import Transcript
from pipeline.reports import TalkSummary, alarms
from pipeline.run import Step
from pipeline.verdicts import Question, Verdict

# Rules kept of each talk for the overview: the busiest.
RULES = 50
# A talk of so many words, of which so little is the dictionaries', is of another field: calls of companies, which say
# least of what ships, say more (docs/evaluation/terms.md).
TELLING, FOREIGN = 500, 0.5


def questions(
    results: Sequence[Step], config: Config, about: Mapping[str, Verdict]
) -> tuple[list[Question], dict[str, int]]:
    """What there is to decide, and by stage how much of it waits; `about` are the verdicts about the edits."""
    of = {edit: said.verdict for edit, said in about.items()}
    held = frozenset(verdicts.held(results))
    by_stage = {step.stage: verdicts.asked([step], config.accept()) for step in results}
    waiting = {
        stage: sum(not verdicts.is_decided(question, held, of) for question in asked)
        for stage, asked in by_stage.items()
    }
    return [question for asked in by_stage.values() for question in asked], waiting


def summed_up(
    name: str,
    config: Config,
    raw: Transcript,
    results: Sequence[Step],
    about: Mapping[str, Verdict],
    took: float,
    unheeded: tuple[str, ...] = (),
    *,
    foreign: bool = False,
) -> Made:
    """What is noted of a run, before its results are written and it has a stamp; `about` are the verdicts about its edits."""
    edits = [entry for step in results for entry in record.entries(step)]
    counts = Counter((edit.stage, str(edit.kind), made) for edit, made in edits)
    rules = Counter(edit.reason.rule for edit, made in edits if made)
    asked, waiting = questions(results, config, about)
    told = TalkSummary(
        name,
        title=raw.talk.title,
        words=len(raw.words),
        length=(raw.words[-1].end - raw.words[0].start) / 1000 if raw.words else 0.0,
        took=round(took, 3),
        counts=tuple(counts.items()),
        rules=tuple(rules.most_common(RULES)),
        breaches=tuple(step.breach for step in results if step.breach),
        alarms=tuple(alarms(results)),
        href=f"{quote(name)}/diff.html",
        unheeded=unheeded,
        foreign=foreign,
        waiting=sum(waiting.values()),
    )
    held = frozenset(verdicts.held(results))
    moved = {edit: said.id for edit, said in about.items() if said.id != edit}
    return Made("", told, tuple(asked), held=held, of=moved)


def is_foreign(config: Config, results: Sequence[Step]) -> bool:
    """Whether a talk of some length says next to nothing of the dictionaries."""
    # It brings numpy with it: not for `--help`.
    from pipeline.stages.terms import Terms

    before = {step.stage: step.before for step in results}
    return any(
        isinstance(stage, Terms)
        and len(before[stage.name].tokens) >= TELLING
        and stage.familiar(before[stage.name]) < FOREIGN
        for stage in stages_of(config)
        if stage.name in before
    )
