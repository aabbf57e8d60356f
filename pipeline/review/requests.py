"""Reading what the page sends: every field checked, and a wrong one told."""

import math
from typing import Any

from pipeline.errors import BadInput
from pipeline.model import Place

# Longer texts than this are no correction of a word.
LONGEST = 2000


def text(plain: dict[str, Any], name: str, default: str | None = None) -> str:
    """A text field, spaces in order. Raises BadInput."""
    value = plain.get(name, default)
    if not isinstance(value, str):
        raise BadInput(f"the request has no text {name!r} that can be used")
    if len(value) > LONGEST:
        raise BadInput(
            f"this is too long: {len(value):,} characters, and at most {LONGEST:,} can be kept"
        )
    return " ".join(value.split())


def texts(plain: dict[str, Any], name: str) -> tuple[str, ...]:
    """A list of texts, empty ones left out. Raises BadInput."""
    value = plain.get(name, [])
    if not isinstance(value, list):
        raise BadInput(f"the request has no list {name!r}")
    found = (text({name: item}, name) for item in value)
    return tuple(item for item in found if item)


def place(plain: dict[str, Any], name: str = "place") -> Place:
    """A stretch of raw words. Raises BadInput."""
    value = plain.get(name)
    if not isinstance(value, list) or len(value) != 2:
        raise BadInput("the request names no place")
    return stretch(*value)


def stretch(start: Any, stop: Any) -> Place:
    """A place by its edges, which an address carries as texts. Raises BadInput."""
    try:
        edges = float(start), float(stop)
    except (TypeError, ValueError, OverflowError):
        raise BadInput("the request names no place") from None
    if not all(map(math.isfinite, edges)):
        raise BadInput("the request names no place")
    return Place(*edges)


def chosen(plain: dict[str, Any], name: str, choices: tuple[str, ...]) -> str:
    """One of several words. Raises BadInput."""
    value = plain.get(name)
    if value not in choices:
        raise BadInput(f"{name} must be one of {', '.join(choices)}")
    return str(value)
