"""`mondegreen dict`: look into the dictionary, try an entry on the talks at hand, keep it."""

from dataclasses import asdict
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from pipeline.cli.changes import (
    add_shown,
    changed_terms,
    changes_of,
    has_talks,
    save_shown,
    show_changes,
)
from pipeline.cli.progress import progress
from pipeline.cli.project import (
    ConfigOption,
    EveryOption,
    JsonOption,
    OutputOption,
    ToOption,
    YesOption,
    counted,
    decoded,
    hand_out,
    print_json,
    warn,
)
from pipeline.config import (
    Config,
    all_dictionaries,
    by_file,
    dictionaries_of,
    dictionary_of,
    load_config,
    not_shipped,
    shipped,
)
from pipeline.dictionary import (
    CATEGORIES,
    COLUMNS,
    Dictionary,
    Term,
    check,
    clashes,
    dump,
    dump_table,
    left_out,
    load,
    merge,
    overruled,
    parse,
    parse_list,
    parse_table,
    usable,
)
from pipeline.errors import BadConfig, BadInput, Unknown
from pipeline.language.counts import common
from pipeline.matching.forms import forms
from pipeline.probe import Change, located, warnings
from pipeline.saving import kept

app = typer.Typer(
    help="Look into the dictionary, try an entry on your talks, keep it.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(help="The term as it should read.")]
Category = Annotated[str, typer.Option(help=f"{', '.join(CATEGORIES)}.")]
Alias = Annotated[
    list[str] | None, typer.Option(help="Another spelling, always fixed; may be given again.")
]
Heard = Annotated[
    list[str] | None,
    typer.Option(help='A mishearing, or "form -> reading"; context decides. May be given again.'),
]
Sound = Annotated[
    list[str] | None, typer.Option(help="A pronunciation in ARPAbet; may be given again.")
]
Near = Annotated[
    list[str] | None, typer.Option(help="A word that makes it likely; may be given again.")
]


@app.command()
def add(
    term: Name,
    category: Category = "",
    alias: Alias = None,
    heard: Heard = None,
    sound: Sound = None,
    near: Near = None,
    to: ToOption = None,
    every: EveryOption = False,
    yes: YesOption = False,
    config: ConfigOption = None,
) -> None:
    """Add an entry, or add to one, after showing what it changes in your talks.

    Example:

        mondegreen dict add backprop --heard backdrop --near gradient --near training
    """
    settings = load_config(config)
    path = to or settings.own
    entry = Dictionary((_entry(term, category, alias, heard, sound, near),))
    warn(warnings(settings, entry, path))
    _tell_others(entry.terms[0], path, settings)
    add_shown(settings, path, entry, f"Save to {path}?", yes=yes, every=every)


@app.command("probe")
def try_out(
    term: Name,
    category: Category = "",
    alias: Alias = None,
    heard: Heard = None,
    sound: Sound = None,
    near: Near = None,
    every: EveryOption = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what an entry would change in your talks; save nothing.

    Example:

        mondegreen dict probe CUDA --heard "could a" --near nvidia
    """
    settings = load_config(config)
    path = settings.own
    entry = Dictionary((_entry(term, category, alias, heard, sound, near),))
    before = kept(path)
    after = before.with_all(entry)
    if not as_json:
        warn(warnings(settings, entry, path))
        _tell_others(entry.terms[0], path, settings)
    there = has_talks(settings)
    with progress() as follow:
        changes = changes_of(settings, after, path, follow) if there else ()
        if as_json:
            print_json([_plain(change) for change in changes])
        elif there:
            show_changes(changes, changed_terms(before, after), every=every)


@app.command()
def remove(
    term: Name,
    to: ToOption = None,
    every: EveryOption = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Remove without asking.")] = False,
    config: ConfigOption = None,
) -> None:
    """Take an entry out, after showing what that changes in your talks.

    Example:

        mondegreen dict remove backprop
    """
    settings = load_config(config)
    path = to or settings.own
    if kept(path).get(term) is None:
        raise _missing(term, path, settings)
    question, done = f"Remove {term} from {path}?", f"removed from {path}"
    save_shown(settings, path, lambda own: own.without(term), question, done, yes=yes, every=every)


@app.command("list")
def list_terms(
    pattern: Annotated[str, typer.Argument(help="Only terms with this in them.")] = "",
    category: Annotated[str, typer.Option(help="Only terms of this category.")] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the terms of all dictionaries in use.

    Example:

        mondegreen dict list net --category term
    """
    terms = [
        term
        for term in dictionary_of(load_config(config)).terms
        if pattern.casefold() in term.name.casefold() and category in ("", term.category)
    ]
    if as_json:
        print_json([asdict(term) for term in terms])
        return
    for term in terms:
        typer.echo(f"{term.name}  ({term.category})" if term.category else term.name)


@app.command()
def show(term: Name, config: ConfigOption = None) -> None:
    """Show an entry, where it stands, how the program thinks that it sounds, and every form by which it is found.

    Example:

        mondegreen dict show GPU
    """
    settings = load_config(config)
    whole = dictionary_of(settings).spelled(term)
    if whole is None:
        raise BadInput(f"no term {term!r}", remedy="see `mondegreen dict list`")
    for path in all_dictionaries(settings):
        if entry := load(path).spelled(term):
            typer.secho(f"# {path}", dim=True)
            typer.echo(dump(Dictionary((entry,))))
    if not whole.sounds:
        from pipeline.language.alphabet import to_arpabet  # numpy comes with it: not for `--help`
        from pipeline.language.phones import readings

        guesses = tuple(map(to_arpabet, readings(whole.name)))
        typer.secho("# as the program guesses; put right what is not said so", dim=True)
        typer.echo(dump(Dictionary((Term(whole.name, sounds=guesses),))))
    for form in forms(Dictionary((whole,))):
        sure = "always" if form.sure or form.how == "alias" else "context decides"
        typer.echo(f"{' '.join(form.words):<30} -> {form.reads:<24} {form.how}, {sure}")


@app.command("check")
def check_files(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Dictionary files; all in use if none.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Check dictionaries: forms claimed twice, cycles, common words without context. Exit 1 if any.

    Example:

        mondegreen dict check physics.toml
    """
    settings = load_config(config)
    general, own = ([], list(map(load, files))) if files else dictionaries_of(settings)
    every = [*general, *own]
    for name in [] if files else not_shipped(settings):
        typer.echo(f"note: {name!r} is to be left out, but no dictionary that ships has it")
    for note in overruled(general, own):
        typer.echo(f"note: {note}")
    problems = [*check(merge(every), common), *clashes(own)]
    if not files:
        problems = [*located(problems, settings)]
    for problem in problems:
        typer.echo(problem)
    terms = sum(len(dictionary.terms) for dictionary in every)
    typer.echo(counted({"term": terms, "file": len(every), "problem": len(problems)}))
    raise typer.Exit(1 if problems else 0)


@app.command("import")
def import_terms(
    source: Annotated[
        Path, typer.Argument(help="A list of terms (.txt), a dictionary (.toml) or a table (.csv).")
    ],
    to: ToOption = None,
    every: EveryOption = False,
    yes: YesOption = False,
    config: ConfigOption = None,
) -> None:
    """Add all terms of a file to a dictionary, after showing what that changes in your talks; entries that are there already are added to.

    Example:

        mondegreen dict import glossary.txt
    """
    settings = load_config(config)
    path = to or settings.own
    new = _read(source)
    warn(warnings(settings, new, path))
    before = kept(path)
    after = before.with_all(new)
    known = {term.name: term for term in before.terms}
    more = [term for term in after.terms if term != known.get(term.name, term)]
    if more:
        typer.echo("added to entries that were there:")
        typer.echo(dump(Dictionary(tuple(term.beyond(known[term.name]) for term in more))))
    counts = {"new term": len(after.terms) - len(known), "known term": len(more)}
    typer.echo(f"{path}: {counted(counts)} added to, {len(after.terms):,} in all")
    add_shown(settings, path, new, f"Save to {path}?", yes=yes, every=every)


@app.command("export")
def export(
    form: Annotated[str, typer.Option("--format", help="toml, txt (names only) or csv.")] = "toml",
    output: OutputOption = None,
    config: ConfigOption = None,
) -> None:
    """Print all dictionaries in use as one.

    Example:

        mondegreen dict export --format csv --output terms.csv
    """
    settings = load_config(config)
    whole = dictionary_of(settings)
    printers = {"toml": dump, "txt": _as_list, "csv": dump_table}
    if form not in printers:
        raise Unknown("format", form, printers)
    hand_out(printers[form](whole), output, settings)


def _entry(
    name: str,
    category: str,
    alias: list[str] | None,
    heard: list[str] | None,
    sound: list[str] | None,
    near: list[str] | None,
) -> Term:
    if not name.strip():
        raise BadConfig("a term needs a name")
    lists = (tuple(values or ()) for values in (alias, heard, sound, near))
    return usable(Term(name.strip(), category, *lists)).without_itself()


def _tell_others(term: Term, path: Path, settings: Config) -> None:
    """Tell which dictionaries in use, beside the one at `path`, have an entry of that name already."""
    files = by_file(settings).items()
    others = [
        file for file, had in files if file.resolve() != path.resolve() and had.get(term.name)
    ]
    if others:
        typer.echo(
            f"note: {term.name} stands in {', '.join(map(str, others))} already: what you add counts beside it "
            f"(`mondegreen dict show {quote(term.name)}` shows both)"
        )


def _missing(term: str, path: Path, settings: Config) -> BadInput:
    """Why an entry cannot be taken out of a file: where else it stands, if it does."""
    if near := kept(path).spelled(term):
        return BadInput(f"no entry {term!r}", file=str(path), remedy=f"there is {near.name!r}")
    holding = [file for file in all_dictionaries(settings) if load(file).get(term)]
    if own := [file for file in holding if file not in shipped()]:
        remedy = f"it stands in {own[-1]}: name that by --to"
    elif holding:
        return BadInput(
            f"{term!r} ships with mondegreen and cannot be taken out",
            remedy="to write it otherwise, add it as you write it (`mondegreen dict add`); to do without it, put "
            f"without = [{term!r}] into mondegreen.toml",
        )
    else:
        remedy = "see `mondegreen dict list`"
    return BadInput(f"no entry {term!r}", file=str(path), remedy=remedy)


def _plain(change: Change) -> dict[str, object]:
    return {
        "talk": change.talk,
        "time": change.time / 1000,
        "new": change.new,
        "made": change.made,
        "held": change.held,
        "lost": change.lost,
        "was": change.edit.was,
        "now": change.edit.now,
        "term": change.edit.reason.term,
        "confidence": change.edit.confidence,
        "why": change.edit.why,
        "left": change.left,
        "right": change.right,
    }


def _as_list(dictionary: Dictionary) -> str:
    return "".join(f"{term.name}\n" for term in dictionary.terms)


def _read(source: Path) -> Dictionary:
    """The terms of a file to import, whatever program wrote it."""
    readers = {".txt": parse_list, ".csv": parse_table, ".toml": parse}
    read = readers.get(source.suffix.lower())
    if read is None:
        raise BadInput(
            "terms are imported from lists (.txt), tables (.csv) and dictionaries (.toml)",
            file=str(source),
            remedy="save it as one of these",
        )
    text = decoded(source)
    try:
        if source.suffix.lower() == ".csv" and (others := left_out(text, str(source))):
            columns = f"a term has {', '.join(COLUMNS)}"
            warn(f"column {name!r} is left out: {columns}" for name in others)
        return read(text, str(source))
    except BadInput as error:
        raise error if error.file else error.within(str(source)) from None
