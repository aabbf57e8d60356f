"""`mondegreen formats` and `mondegreen stages`: what there is, as it is registered."""

import json

import typer

from pipeline.cli.project import ConfigOption, JsonOption, print_json
from pipeline.config import load_config, settings_of, stages_of
from pipeline.formats import FORMATS


def formats(as_json: JsonOption = False) -> None:
    """List the formats that can be read and written."""
    rows = [
        {
            "name": name,
            "suffixes": list(form.suffixes),
            "reads": form.read is not None,
            "writes": form.write is not None,
            "about": form.about,
        }
        for name, form in FORMATS.items()
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        does = " ".join(("in" if row["reads"] else "  ", "out" if row["writes"] else "   "))
        typer.echo(f"{row['name']:<12} {does}  {' '.join(row['suffixes']):<14} {row['about']}")  # type: ignore[arg-type]


def stages(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List the stages in the order they run, with their settings and what they may change."""
    settings = load_config(config)
    rows = [
        {
            "name": stage.name,
            "applies_from": settings.threshold(stage.name),
            "licence": sorted(stage.licence),
            "settings": settings_of(stage),
        }
        for stage in stages_of(settings)
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        typer.secho(f"{row['name']}", bold=True, nl=False)
        typer.echo(f"  makes edits of confidence {row['applies_from']} and more")
        typer.echo(f"  may change: {', '.join(row['licence'])}")  # type: ignore[arg-type]
        for name, value in row["settings"].items():  # type: ignore[attr-defined]
            typer.echo(f"  {name} = {json.dumps(value)}")
