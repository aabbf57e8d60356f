"""Errors tell the same wherever they were raised: also in a worker process."""

import pickle

import pytest

from pipeline.errors import BadConfig, BadInput, EditConflict, NotInstalled, PipelineError, Unknown
from pipeline.model import Cue


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (BadInput("no words"), "no words"),
        (BadInput("no time", file="a.srt", line=3, remedy="write one"), "a.srt:3: no time; write one"),
        (BadConfig("no key", file="a.toml"), "a.toml: no key"),
        (
            NotInstalled(ImportError("no DLL")),
            "mondegreen is not installed as it should be (no DLL); install it anew, and on Windows Microsoft's Visual "
            "C++ Redistributable, if that is missing",
        ),
        (Unknown("stage", "term", {"terms": 1, "sentences": 2}), "no stage 'term'; there are: sentences, terms"),
        (
            EditConflict([Cue(1.0), Cue(2.0)]),
            "edits do not fit the transcript at Cue(at=1.0, speaker=None) and 1 more",
        ),
    ],
)  # fmt: skip
def test_an_error_tells_the_same_from_another_process(error: PipelineError, told: str) -> None:
    sent = pickle.loads(pickle.dumps(error))

    assert str(error) == str(sent) == told
    assert type(sent) is type(error)


def test_of_many_names_the_nearest_are_told():
    names = [f"{year}-{name}" for year in range(1000, 2000) for name in ("opening", "keynote")]

    assert str(Unknown("talk", "keynote", names[:4])) == (
        "no talk 'keynote'; there are: 1000-keynote, 1000-opening, 1001-keynote, 1001-opening"
    )
    assert str(Unknown("talk", "Keynote", names)).startswith(
        "no talk 'Keynote'; there are 2,000, the nearest: 1000-keynote, 1001-keynote, "
    )
    assert "the nearest: 1234-opening, " in str(Unknown("talk", "1234-opning", names))
    assert str(Unknown("talk", "xyz", names)) == (
        "no talk 'xyz'; there are 2,000, such as 1000-keynote"
    )
