"""Files that come with the package: word lists in `data/`, weights in `models/`."""

import gzip
from importlib.resources import files


def packaged(name: str) -> bytes:
    """What a file holds ("data/cmu.txt.gz"); of a packed one, what was packed."""
    content = (files("pipeline.language") / name).read_bytes()
    return gzip.decompress(content) if name.endswith(".gz") else content
