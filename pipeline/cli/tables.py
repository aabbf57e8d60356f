"""`mondegreen formats` and `mondegreen stages`: what there is, as it is registered."""

import json

import typer

from pipeline.cli.project import ConfigOption, JsonOption, print_json
from pipeline.config import load_config, settings_of, stages_of
from pipeline.formats import FORMATS


def formats(as_json: JsonOption = False) -> None:
    """List the formats that can be read and written."""
    if as_json:
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
        print_json(rows)
        return
    for name, form in FORMATS.items():
        does = f"{'in' if form.read else '':<2} {'out' if form.write else '':<3}"
        typer.echo(f"{name:<12} {does}  {' '.join(form.suffixes):<14} {form.about}")


def stages(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List the stages in the order they run, with their settings and what they may change."""
    project = load_config(config)
    if as_json:
        rows = [
            {
                "name": stage.name,
                "applies_from": project.threshold(stage.name),
                "licence": sorted(stage.licence),
                "settings": settings_of(stage),
            }
            for stage in stages_of(project)
        ]
        print_json(rows)
        return
    for stage in stages_of(project):
        typer.secho(stage.name, bold=True, nl=False)
        typer.echo(f"  makes edits of confidence {project.threshold(stage.name)} and more")
        typer.echo(f"  may change: {', '.join(sorted(stage.licence))}")
        for name, value in settings_of(stage).items():
            typer.echo(f"  {name} = {json.dumps(value)}")
