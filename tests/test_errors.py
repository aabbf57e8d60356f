"""Errors tell the same wherever they were raised: also in a worker process."""

import pickle

import pytest

from pipeline.errors import BadConfig, BadInput, EditConflict, PipelineError, Unknown
from pipeline.model import Cue


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (BadInput("no words"), "no words"),
        (BadInput("no time", file="a.srt", line=3, remedy="write one"), "a.srt:3: no time; write one"),
        (BadConfig("no key", file="a.toml"), "a.toml: no key"),
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
