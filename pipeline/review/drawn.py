"""What the page shows of a desk, and what a decision makes it show anew."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Changed:
    """What a decision touched: numbers of questions, of paragraphs that read otherwise, and of questions
    about speakers that have other names now."""

    items: frozenset[int] = frozenset()
    blocks: frozenset[int] = frozenset()
    names: frozenset[int] = frozenset()


@dataclass(slots=True)
class Drawn:
    """What the page has drawn of a desk: kept while it holds, for long talks are drawn often.

    `paragraphs` are the words of each, with the turns within it they were drawn for.
    """

    paragraphs: dict[int, tuple[tuple[tuple[float, str], ...], str]] = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)
