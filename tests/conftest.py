"""A small project on disk, for the tests that go all the way, and a browser for its pages."""

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings

from pipeline.config import Config, load_config
from say import TALK

# How long an example takes is the machine's affair: a busy one fails no test.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


# The first takes half of the time of the others.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")


@pytest.fixture
def config(tmp_path) -> Config:
    """A project with one talk and three terms."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "talk.txt").write_text(TALK, encoding="utf-8")
    (tmp_path / "words.txt").write_text("hyperparameter\nImageNet\nCUDA\n", encoding="utf-8")
    path = tmp_path / "mondegreen.toml"
    path.write_text(
        'raw = "raw"\nclean = "clean"\nshipped_dictionaries = false\n'
        'dictionaries = ["words.txt", "own.toml"]\n',
        encoding="utf-8",
    )
    (tmp_path / "own.toml").write_text("", encoding="utf-8")
    return load_config(path)


@pytest.fixture(scope="module")
def browser():
    """Chromium, or no test: unless MONDEGREEN_BROWSER=required, then its absence is a failure."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        if os.environ.get("MONDEGREEN_BROWSER") == "required":
            pytest.fail("no Chromium here: apt-get install chromium-headless-shell")
        pytest.skip("no Chromium here")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # A container's root may not sandbox; the pages are our own.
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()
