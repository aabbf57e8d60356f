"""Pages refer to each other, and to what the program says: what is named is there."""

import re
from pathlib import Path

import pytest

from pipeline.matching.sound_limits import KINDS
from pipeline.stages.terms.pooling import RIGHT

HERE = Path(__file__).parent.parent
PAGES = [*HERE.glob("*.md"), *HERE.glob("docs/**/*.md"), *HERE.glob("pipeline/**/*.md")]


def _prose(page: Path) -> str:
    return re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)


def _headings(page: Path) -> set[str]:
    """What the headings of a page are called in addresses."""
    texts = re.findall(r"^#+ (.*)$", _prose(page), flags=re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", text.lower()) for text in texts)
    return {text.strip().replace(" ", "-") for text in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(HERE).as_posix())
def test_links_lead_somewhere(page):
    for link in re.findall(r"\]\(([^)\s]+)\)", _prose(page)):
        if link.startswith(("http:", "https:", "mailto:")):
            continue
        path, _, heading = link.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), link
        if heading and there.suffix == ".md":
            assert heading in _headings(there), link


def test_every_kind_that_only_a_reader_can_tell_is_explained():
    told = [
        kind
        for module in ("sound_limits.py", "sound.py")
        for kind in re.findall(
            r'yield (?:from \(\(row, |best, )?"([^"]+)"',
            (HERE / "pipeline" / "matching" / module).read_text(encoding="utf-8"),
        )
    ]
    page = (HERE / "docs" / "stages.md").read_text(encoding="utf-8")

    kinds = [*KINDS, *told]
    assert len(kinds) > 20
    assert not [kind for kind in kinds if f"| {kind} |" not in page]
    assert RIGHT.keys() <= {*kinds}
