"""A file is there whole, or as it was."""

import errno
from pathlib import Path
from stat import S_IMODE

import pytest

from pipeline.writing import write


def test_a_write_that_fails_leaves_the_old_file(tmp_path):
    path = tmp_path / "file.txt"
    write(path, "old")

    with pytest.raises(UnicodeEncodeError):
        write(path, "new \ud800")

    assert path.read_text() == "old"
    assert [other.name for other in tmp_path.iterdir()] == ["file.txt"]


def test_who_may_read_a_file_stays_and_a_link_leads_where_it_led(tmp_path):
    shared, link = tmp_path / "shared.toml", tmp_path / "link.toml"
    write(shared, "old")
    shared.chmod(0o600)
    link.symlink_to(shared)

    write(link, "new")

    assert link.is_symlink()
    assert (shared.read_text(), S_IMODE(shared.stat().st_mode)) == ("new", 0o600)


class Held:
    """A file that another program holds, for so many tries to replace it."""

    def __init__(self, monkeypatch, tries):
        self.tries, self.replace = tries, Path.replace
        monkeypatch.setattr(Path, "replace", lambda path, target: self.tried(path, target))
        monkeypatch.setattr("time.sleep", lambda _: None)

    def tried(self, path, target):
        self.tries -= 1
        if self.tries >= 0:
            raise PermissionError(errno.EACCES, "Access is denied")
        return self.replace(path, target)


def test_a_file_that_somebody_holds_for_a_moment_is_written(tmp_path, monkeypatch):
    Held(monkeypatch, tries=3)

    write(tmp_path / "file.txt", "new")

    assert (tmp_path / "file.txt").read_text() == "new"


def test_a_file_that_somebody_keeps_open_is_told_with_what_to_do(tmp_path, monkeypatch):
    path = tmp_path / "file.txt"
    write(path, "old")
    Held(monkeypatch, tries=99)

    with pytest.raises(PermissionError) as told:
        write(path, "new")

    assert told.value.filename == str(path)
    assert told.value.strerror.startswith("Access is denied; if it is open in another program, cl")
    assert [other.name for other in tmp_path.iterdir()] == ["file.txt"]
