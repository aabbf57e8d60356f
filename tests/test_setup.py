"""The script that sets everything up: what is there is kept if it is sound, and made anew if not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a script for sh")
# A Python that makes virtual environments as the real one does, installs nothing, and writes down what it does.
FAKE = """#!/bin/sh
case "$*" in
"-m venv .venv")
    mkdir -p .venv/bin
    echo "command = $0 -m venv $(pwd -P)/.venv" > .venv/pyvenv.cfg
    cp "$0" .venv/bin/python
    echo made >> made.txt
esac
"""


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout with nothing but the script, where `python3` works and `python3.11` does not run."""
    folder, tools = tmp_path / "checkout", tmp_path / "tools"
    (folder / "scripts").mkdir(parents=True)
    shutil.copy(Path(__file__).parent.parent / "scripts" / "setup", folder / "scripts")
    (folder / "pyproject.toml").touch()
    tools.mkdir()
    for name, text in (("python3", FAKE), ("python3.11", "#!/bin/sh\nexit 127\n")):
        (tools / name).write_text(text, encoding="utf-8")
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("PYTHON", raising=False)
    return folder


def made(folder: Path) -> int:
    """How often the environment was made, after the script is run once more."""
    subprocess.run(["sh", folder / "scripts" / "setup"], check=True)
    return (folder / "made.txt").read_text(encoding="utf-8").count("made")


def test_what_is_set_up_stays(checkout):
    assert made(checkout) == 1
    assert made(checkout) == 1


def test_an_environment_whose_python_is_gone_is_made_anew(checkout):
    made(checkout)
    (checkout / ".venv" / "bin" / "python").unlink()

    assert made(checkout) == 2


@pytest.mark.parametrize("bring", [shutil.copytree, shutil.move])
def test_an_environment_of_another_folder_is_made_anew(checkout, bring):
    made(checkout)
    bring(checkout, checkout.parent / "other")

    assert made(checkout.parent / "other") == 2


def test_an_environment_that_another_made_is_left_as_it_is(checkout):
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "pyvenv.cfg").write_text("uv = 0.8\n", encoding="utf-8")

    done = subprocess.run(
        ["sh", checkout / "scripts" / "setup"], check=False, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert "was not made by scripts/setup: move it away, or delete it" in done.stderr
    assert (checkout / ".venv" / "pyvenv.cfg").exists()
