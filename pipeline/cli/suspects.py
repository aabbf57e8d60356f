"""`mondegreen dict suspects`: words that were hardly said and that no term explains."""

from dataclasses import asdict

import typer

from pipeline import suspects, verdicts
from pipeline.batch import SUSPECTS, verdict_file
from pipeline.cli.project import ConfigOption, JsonOption, TalkArgument, clean_talk, print_json
from pipeline.config import load_config
from pipeline.errors import BadInput


def tell(
    talk: TalkArgument,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List words of a talk that were hardly said and that no term explains: is one missing?

    The likeliest first, at most 5 in 1,000 words, with the known terms that sound like them. What a
    reviewer decided upon is left out. Nothing is changed: teach what was meant with `dict add`.

    Example:

        mondegreen dict suspects day1
    """
    settings = load_config(config)
    cleaned = clean_talk(talk, settings)
    path = cleaned.folder / SUSPECTS
    if not path.exists():
        raise BadInput("no list of suspects", file=str(path), remedy="clean the talk again")
    decided = verdicts.standing_in(verdict_file(settings, cleaned.raw.name))
    places = [verdict.place for verdict in decided]
    found = suspects.undecided(suspects.load(path), places)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        often = f", {one.times} times" if one.times > 1 else ""
        guess = f"  {', '.join(one.guesses)}?" if one.guesses else ""
        typer.echo(
            f"{one.time}  … {one.left} [{one.heard}] {one.right} …  ({one.chance:.2f}{often}){guess}"
        )
    typer.echo(
        'is a term missing? mondegreen dict add TERM --heard "what was heard"'
        if found
        else "nothing looks wrong that the dictionary does not explain"
    )
