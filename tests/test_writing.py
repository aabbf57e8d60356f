"""A file is there whole, or as it was."""

import pytest

from pipeline.writing import write


def test_a_write_that_fails_leaves_the_old_file(tmp_path):
    path = tmp_path / "file.txt"
    write(path, "old")

    with pytest.raises(UnicodeEncodeError):
        write(path, "new \ud800")

    assert path.read_text() == "old"
    assert [other.name for other in tmp_path.iterdir()] == ["file.txt"]
