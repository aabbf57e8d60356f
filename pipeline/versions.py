"""What is at work here, for those who report a fault, and for the stamp of what was made."""

import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version

# What decides with this program what comes out: the networks' sums end a little differently in others.
PACKAGES = ("numpy", "onnxruntime")


def versions() -> str:
    """The versions of this program, of the packages that its networks are read with, and of Python."""
    return f"{_version_of('mondegreen')}, {packages()}, Python {platform.python_version()}"


@cache
def packages() -> str:
    """The versions of the packages that the networks are read with."""
    return ", ".join(map(_version_of, PACKAGES))


def _version_of(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:  # run from its folder, or by another name (onnxruntime-gpu)
        return f"{package} not installed"
