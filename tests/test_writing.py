"""A file is there whole, or as it was."""

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
