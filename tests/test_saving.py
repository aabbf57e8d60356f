"""Entries are kept whoever else keeps some at the time."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from pipeline.dictionary import Dictionary, Term, load
from pipeline.errors import BadInput
from pipeline.saving import keep, kept


def one(name: str) -> Dictionary:
    return Dictionary((Term(name),))


def test_a_file_that_is_not_there_yet_is_written(tmp_path):
    path = tmp_path / "new" / "own.toml"
    assert kept(path) == Dictionary()

    assert keep(path, lambda own: own.with_all(one("GPU"))) == (Dictionary(), one("GPU"))
    assert kept(path) == one("GPU")


def test_what_many_threads_and_programs_save_at_a_time_is_kept(tmp_path):
    path = tmp_path / "own.toml"
    program = (
        "import sys; from pathlib import Path; from pipeline.dictionary import *\n"
        "from pipeline.saving import keep\n"
        "for n in range(20): keep(Path(sys.argv[1]), lambda own: own.with_term(Term(f'P{n}')))"
    )
    with subprocess.Popen([sys.executable, "-c", program, path]) as other:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda n: keep(path, lambda own: own.with_all(one(f"T{n}"))), range(40)))
        assert other.wait() == 0

    names = {f"P{n}" for n in range(20)} | {f"T{n}" for n in range(40)}
    assert {term.name for term in load(path).terms} == names


def test_what_could_not_be_read_again_is_not_written(tmp_path):
    path = tmp_path / "own.toml"

    with pytest.raises(
        BadInput, match=r"own\.toml: 'G\\x7fPU' has a control character \(U\+007F\)"
    ):
        keep(path, lambda own: own.with_all(one("G\x7fPU")))
    assert not path.exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.saving.write", full)

    with pytest.raises(BadInput, match=r"own\.toml: cannot be saved \(No space left on device\)"):
        keep(tmp_path / "own.toml", lambda own: own)
