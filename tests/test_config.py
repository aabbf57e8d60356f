"""The project file: what it says holds, what it does not say is as by default, what is wrong is named."""

from pathlib import Path

import pytest

from pipeline.config import (
    DEFAULTS,
    dictionary_of,
    load_config,
    not_shipped,
    settings_of,
    stages_of,
)
from pipeline.dictionary import load
from pipeline.errors import BadConfig, BadInput
from pipeline.talks import load_talk


def project(folder: Path, text: str) -> Path:
    path = folder / "mondegreen.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_project_file_the_defaults_hold(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    config = load_config()

    assert (config.raw, config.clean) == (Path("data/raw"), Path("data/clean"))
    assert [name for name, _ in config.stages] == ["normalize", "terms", "sentences", "speakers"]
    assert dict(config.apply)["terms"] == 0.5


def test_the_page_on_the_project_file_shows_the_defaults_as_they_are():
    page = Path(__file__).parent.parent / "docs" / "project.md"

    assert DEFAULTS.read_text(encoding="utf-8").strip() in page.read_text(encoding="utf-8")


def test_paths_are_relative_to_the_project_file(tmp_path):
    config = load_config(project(tmp_path, 'raw = "in"\ndictionaries = ["own.toml"]'))

    assert config.raw == tmp_path / "in"
    assert config.dictionaries == (tmp_path / "own.toml",)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize(
    ("name", "text", "reads"),
    [
        ("mondegreen.toml", 'raw = "caf\u00e9"', load_config),
        ("talk.toml", 'title = "Caf\u00e9"', load_talk),
        ("terms.toml", '["Caf\u00e9 Model"]', load),
        ("terms.txt", "Caf\u00e9 Model\n", load),
    ],
)
def test_a_file_in_another_encoding_is_refused_and_not_guessed_at(
    tmp_path, encoding, name, text, reads
):
    path = tmp_path / name
    path.write_text(text, encoding=encoding)

    with pytest.raises(BadInput, match=rf"{name}: this is no text in UTF-8; save it as that"):
        reads(path)

    path.write_text(text, encoding="utf-8-sig")
    reads(path)


def test_a_stage_table_becomes_its_settings(tmp_path):
    text = 'stages = ["terms"]\nshipped_dictionaries = false\n[terms]\nwindow = 7\nsound = false'

    (terms,) = stages_of(load_config(project(tmp_path, text)))

    assert settings_of(terms)["window"] == 7


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rwa = 'x'", "unknown key 'rwa'; the keys are "),
        ("stages = ['polish']", "no stage 'polish'; there are: normalize, "),
        ("outputs = ['doc']", "no format to write 'doc'; there are: json, "),
        ("stages = 'terms'", "stages must be a list of texts"),
        ("stages = ['terms', 'terms']", "stages must be a list that has each stage once"),
        ("raw = [", "not a TOML file: "),
        (f"raw = {'[' * 9999}", "not a TOML file: "),
        ("raw = 5", "raw must be a text"),
        ("clean = ['x']", "clean must be a text"),
        ("outputs = 5", "outputs must be a list of texts"),
        ("shipped_dictionaries = 'no'", "shipped_dictionaries must be true or false"),
        ("apply = 3", "apply must be a table: [apply]"),
        ("terms = 5", "terms must be a table: [terms]"),
        ("[apply]\ntrems = 0.9", "no stage 'trems'; there are: normalize, "),
        ("[apply]\nterms = 'high'", "[apply] terms must be a number from 0 to 1"),
        ("[apply]\nterms = 90", "[apply] terms must be a number from 0 to 1"),
        ("[apply]\nterms = true", "[apply] terms must be a number from 0 to 1"),
        ("[terms]\nwidnow = 7", "[terms] has no setting 'widnow'; the settings are sound, "),
        ("[terms]\ndictionary = 'x'", "[terms] has no setting 'dictionary'; the settings are "),
        ("[terms]\nwindow = 'wide'", "[terms] window must be a whole number"),
        ("[terms]\nwindow = 2.5", "[terms] window must be a whole number"),
        ("[terms]\nwindow = true", "[terms] window must be a whole number"),
        ("[terms]\nsuggest = true", "[terms] suggest must be a number"),
        ("[terms]\nsound = 'no'", "[terms] sound must be true or false"),
        ("[sentences]\nnetwork = false", "[sentences] has no setting 'network'; the settings are "),
        ("[sentences]\ncomma = '1.8'", "[sentences] comma must be a number"),
        ("[normalize]\nlevel = {a = 1}", "[normalize] level must be a text"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, message):
    with pytest.raises(BadConfig) as error:
        load_config(project(tmp_path, text))

    assert str(error.value).startswith(f"{tmp_path / 'mondegreen.toml'}: {message}")


def test_a_setting_of_a_stage_may_be_a_whole_number_where_it_is_a_number(tmp_path):
    (sentences,) = stages_of(
        load_config(project(tmp_path, 'stages = ["sentences"]\n[sentences]\ncomma = 2'))
    )

    assert settings_of(sentences)["comma"] == 2


def test_terms_that_ship_can_be_left_out_however_they_are_written(tmp_path):
    text = 'without = ["Mems", "zork"]'
    config = load_config(project(tmp_path, text))
    assert "MEMS" in {term.name for term in dictionary_of(load_config()).terms}
    assert "MEMS" not in {term.name for term in dictionary_of(config).terms}
    assert not_shipped(config) == ["zork"]

    (tmp_path / "dictionary.toml").write_text("[MEMS]\n", encoding="utf-8")
    assert "MEMS" in {term.name for term in dictionary_of(config).terms}


def test_what_ships_is_told_from_what_is_the_projects_own(tmp_path):
    (tmp_path / "terms.txt").write_text("warfarin\nGPU\n", encoding="utf-8")
    known = dictionary_of(load_config(project(tmp_path, 'dictionaries = ["terms.txt"]')))
    entries = [known.get(name) for name in ("warfarin", "GPU", "PyTorch")]

    assert [(term.is_own, term.is_general) for term in entries if term] == [
        (True, False),
        (True, True),
        (False, True),
    ]
