"""Self-contained pages: templates with their styles and scripts inside, under a policy that allows nothing else."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from pipeline.formats.timecode import clock

if TYPE_CHECKING:
    from jinja2 import Environment


def render(template: str, styles: tuple[str, ...], scripts: tuple[str, ...], **told: object) -> str:
    """The page that `template` makes of `told`; its policy allows its own styles and scripts alone."""
    from markupsafe import Markup

    style, script = "".join(map(_asset, styles)), "".join(map(_asset, scripts))
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    # Ours, and hashed: neither style nor script holds a word of any transcript.
    own = {"style": Markup(style), "script": Markup(script)}  # noqa: S704
    return templates("pipeline.reports").get_template(template).render(policy=policy, **own, **told)


@cache
def templates(package: str) -> "Environment":
    """The templates of a package of ours: what they are told is escaped, and what they are not told is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    found = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["clock"] = clock
    found.filters["thousands"] = "{:,}".format
    return found


@cache
def _asset(name: str) -> str:
    return (files("pipeline.reports") / "static" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
