"""`mondegreen dict learn`: dictionary entries from what reviewers decided."""

from typing import Annotated

import typer

from pipeline import verdicts
from pipeline.cli.changes import add_shown
from pipeline.cli.project import ConfigOption, EveryOption, ToOption, YesOption, warn
from pipeline.config import dictionary_of, load_config
from pipeline.probe import located, warnings
from pipeline.verdicts.learn import entries, lessons, refuted


def learn(
    least: Annotated[int, typer.Option(min=1, help="In how many places people must agree.")] = 2,
    to: ToOption = None,
    every: EveryOption = False,
    yes: YesOption = False,
    config: ConfigOption = None,
) -> None:
    """Propose entries from the verdicts of all talks: mishearings that reviewers put right alike; show what they
    change.

    Tells of listed mishearings that they reject, too.

    Example:

        mondegreen dict learn --least 3
    """
    settings = load_config(config)
    files = sorted(settings.verdicts.glob("*.jsonl"))
    decided = [v for path in files for v in verdicts.standing_in(path)]
    learned = lessons(decided, least)
    known = dictionary_of(settings)
    new = entries(learned, known)
    forms = {form for term in new.terms for form, _ in term.readings()}
    for lesson in learned:
        state = "new" if lesson.heard in forms else "known"
        typer.echo(
            f"{lesson.heard} -> {lesson.reads}: {lesson.yes} for, {lesson.no} against ({state})"
        )
    against = (
        f"{lesson.heard} -> {lesson.reads}: {lesson.yes} for, {lesson.no} against: take "
        f"{lesson.heard!r} out of [{term.name}], or give it `near` words"
        for term, lesson in refuted(decided, known, least)
    )
    for problem in located(against, settings):
        typer.echo(problem)
    if not new.terms:
        typer.echo("nothing new to learn")
        return
    path = to or settings.own
    warn(warnings(settings, new, path))
    question = f"Save {len(new.terms)} entr{'y' if len(new.terms) == 1 else 'ies'} to {path}?"
    add_shown(settings, path, new, question, yes=yes, every=every)
