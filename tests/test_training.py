"""The scripts that make what ships: without anything to read they write nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TRAINING = Path(__file__).parent.parent / "training"
DATA = Path("pipeline/language/data")


@pytest.mark.parametrize(
    ("script", "arguments", "made"),
    [
        ("terms/general.py", ["--help"], DATA / "general.txt.gz"),
        ("terms/general.py", ["nowhere"], DATA / "general.txt.gz"),
        ("terms/pronunciations.py", ["empty.dict"], DATA / "cmu.txt.gz"),
        ("terms/written.py", ["empty", "out.jsonl.gz"], Path("out.jsonl.gz")),
        ("terms/written.py", ["nowhere", "out.jsonl.gz"], Path("out.jsonl.gz")),
    ],
)
def test_of_nothing_nothing_is_made(tmp_path, script, arguments, made):
    (tmp_path / DATA).mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty.dict").touch()
    (tmp_path / made).write_text("kept", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, TRAINING / script, *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(TRAINING.parent)},
        capture_output=True,
        text=True,
    )

    assert arguments[0] in done.stdout + done.stderr
    assert (tmp_path / made).read_text(encoding="utf-8") == "kept"
