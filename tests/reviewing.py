"""A small project to review, and the real server in a process of its own that can be killed."""

import atexit
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from pipeline.batch import Job, outcome, read, verdict_file
from pipeline.config import Config, load_config
from pipeline.model import Place, key
from pipeline.verdicts import Axis, Verdict, append

SAID = """\
Ann: So today we talk about imagine that and what it did for learning.
Bob: I trained on imagine that for a week and the imagine that labels were wrong.
Ann: We ran could a kernels on the machine all night, could a is fast.
Bob: The con nets were small, the con nets were good. <script>alert("x")</script> & more.
"""
# A talk with a question that no edit asks: "labrador" was hardly said.
SUSPICIOUS = """\
Ann: So in this talk I want to show how we train a neural network with many layers on a large set of \
labelled images and then we are going to look at labrador to filtering so that we can make a \
recommendation for every user because the data are noisy and the model has to imagine that for movies.
Bob: That is a question about the loss.
"""
GUEST = """\
Speaker 0: Hello and welcome to the show. We have somebody in the office this week.

Speaker 1: He has worked with us on the wallet. That was fun.

Speaker 0: Welcome, Josie Baker. We tried to get you here last time.

Speaker 2: I was busy. Thanks for having me.

Speaker 0: So tell us about your work?

Speaker 2: I look at blocks. They are slow. It is fun.
"""
TERMS = """\
[CUDA]
heard = ["could a"]
near = ["kernels"]

[ImageNet]
heard = ["imagine that"]
near = ["labels"]
"""
PROJECT = """\
raw = "raw"
clean = "clean"
verdicts = "verdicts"
shipped_dictionaries = false
dictionaries = ["words.toml", "dictionary.toml"]
stages = ["normalize", "terms"]
[apply]
terms = 0.965
[terms]
suggest = 0.01
sound = false
"""
_kept = ExitStack()
atexit.register(_kept.close)
FIVE = ["imagine that", "imagine that", "imagine that", "could a", "could a"]


def project(folder: Path, said: dict[str, str] | None = None) -> Config:
    """A project with talks of five suggestions each, cleaned."""
    shutil.copytree(_cleaned(TERMS, *(said or {"talk": SAID}).items()), folder, dirs_exist_ok=True)
    return load_config(folder / "mondegreen.toml")


def numbered(folder: Path) -> Config:
    """A project with one talk, in which a numbered voice may be somebody's who is named: cleaned."""
    (folder / "raw").mkdir()
    (folder / "raw" / "talk.txt").write_text(GUEST, encoding="utf-8")
    (folder / "mondegreen.toml").write_text(
        'raw = "raw"\nclean = "clean"\nverdicts = "verdicts"\nshipped_dictionaries = false\ndictionaries = []\n'
        'stages = ["speakers"]\n[apply]\nspeakers = 0.99\n',
        encoding="utf-8",
    )
    config = load_config(folder / "mondegreen.toml")
    assert not outcome(Job(config.raw / "talk.txt", config)).failed
    return config


@cache
def _cleaned(terms: str, *said: tuple[str, str]) -> Path:
    """Where such a project lies, cleaned once for all tests that have it."""
    folder = Path(_kept.enter_context(TemporaryDirectory()))
    (folder / "raw").mkdir()
    for name, text in said:
        (folder / "raw" / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "words.toml").write_text(terms, encoding="utf-8")
    (folder / "mondegreen.toml").write_text(PROJECT, encoding="utf-8")
    config = load_config(folder / "mondegreen.toml")
    for raw in config.raw.iterdir():
        assert not outcome(Job(raw, config)).failed
    return folder


def decide(config: Config, name: str, was: str, verdict: str, now: str) -> None:
    """Keep a decision of the terms stage about the first place of a talk that reads `was`."""
    raw = read(next(config.raw.glob(f"{name}.*")))
    said, sought = [key(word.text) for word in raw.words], was.split()
    starts = range(len(said) - len(sought) + 1)
    at = next(n for n in starts if said[n : n + len(sought)] == sought)
    place = Place(float(at), float(at + len(sought)))
    line = Verdict(
        f"{was} {now}", verdict, anchor=Axis(raw).around(place), stage="terms", kind="words",
        was=was, now=now,
    )  # fmt: skip
    append(verdict_file(config, name), [line])


class Server:
    """`mondegreen review` as people start it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.start()

    def start(self) -> None:
        """Start it, and wait for the address it prints."""
        command = [sys.executable, "-m", "pipeline", "review", "--no-browser", "--who", "Ann"]
        self.process = subprocess.Popen(
            command,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        )
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + self.process.stdout.read()
        self.address = found.group()
        self.base = "http://" + urlsplit(self.address).netloc
        # The address is told just before the server listens; the socket is there already.
        time.sleep(0.05)

    def kill(self) -> None:
        """As a power cut would: no goodbye."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def stop(self) -> None:
        """As Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
