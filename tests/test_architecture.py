"""The shape of the package: imports point one way, modules stay short, what is public is told."""

import ast
from pathlib import Path

import pytest

from pipeline.made import ABOVE

PACKAGE = Path(__file__).parent.parent / "pipeline"
# From the bottom to the top; a module imports from its own layer's package or from layers below it.
LAYERS = [
    ["errors", "cells", "writing", "reason", "versions"],
    ["reading"],
    ["model", "toml"],
    ["edits", "talks", "language"],
    ["run", "formats"],
    ["dictionary", "record"],
    ["verdicts"],
    ["matching"],
    ["stages", "reports", "processes"],
    ["config", "finding", "scoring", "suspects"],
    ["made"],
    ["summing"],
    ["batch"],
    ["overview", "probe", "saving"],
    ["review"],
    ["cli"],
    ["__main__", "__init__"],
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
MODULES = sorted(PACKAGE.rglob("*.py"))
# Heavy libraries, and the one module (or package) that imports each.
HEAVY = {
    "spacy": ("matching/literal.py",),
    "symspellpy": ("language/counts.py",),
    "pandas": ("reports/table.py",),
    "onnxruntime": ("language/encoder.py",),
    "pysubs2": ("formats",),
}


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def part(module: str) -> str:
    """The piece of the package that a dotted name belongs to."""
    pieces = module.split(".")
    return pieces[1] if len(pieces) > 1 else "__init__"


def imports(path: Path, *, top: bool = False) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top else ast.walk(tree)
    found = []
    for node in nodes:
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found += names if node.module == "pipeline" else [node.module]
    return found


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_point_down(path):
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for module in imports(path):
        if module.startswith("pipeline") and (other := part(module)) != own:
            assert LEVEL[other] < LEVEL[own], f"{name(path)} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_heavy_libraries_are_imported_late_and_in_one_place(path):
    for library, places in HEAVY.items():
        if any(module.split(".")[0] == library for module in imports(path)):
            assert name(path).startswith(places), f"{name(path)} imports {library}"
        assert not any(module.split(".")[0] == library for module in imports(path, top=True))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_are_short_and_say_what_they_are_for(path):
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 400
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_what_is_public_is_documented(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.ClassDef)
    public = [
        node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")
    ]
    methods = [
        node
        for owner in public
        for node in owner.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]

    assert [node.name for node in (*public, *methods) if not ast.get_docstring(node)] == []


def test_what_makes_no_results_is_what_stands_above_that():
    """A change of it cleans no talk again."""
    assert {LEVEL[Path(part).stem] > LEVEL["batch"] for part in ABOVE} == {True}
    assert all((PACKAGE / part).exists() for part in ABOVE)


def test_the_tree_in_the_docs_is_the_package_from_top_to_bottom():
    told = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    tree = told.partition("pipeline/\n")[2].partition("```")[0]
    named = [line.split()[0] for line in tree.splitlines()]
    own = {module.relative_to(PACKAGE).parts[0] for module in MODULES}
    levels = [LEVEL[part.removesuffix(".py").strip("/")] for part in named]

    assert {part.strip("/") for part in named} == {part for part in own if not part.startswith("_")}
    assert levels == sorted(levels, reverse=True)


def test_the_weights_stay_small() -> None:
    models = (PACKAGE / "language" / "models").iterdir()

    assert sum(path.stat().st_size for path in models) < 30_000_000  # bytes
