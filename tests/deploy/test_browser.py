"""Chromium: found, installed, or loudly missed."""

import os
import subprocess
import sys

import pytest

from deploy import browser, system_packages
from deploy.packages import ROOT
from deploy.plain_errors import PlainError

SUITE = """
import pytest

@pytest.mark.browser
def test_with_a_browser():
    pass

def test_without_one():
    pass
"""


@pytest.fixture
def suite(tmp_path):
    """Run a suite of one browser test and one other; return the finished process."""
    (tmp_path / "test_pages.py").write_text(SUITE)

    def run(**env):
        options = ["-p", "tests.chromium", "-p", "no:cacheprovider"]
        options += ["-c", os.devnull, "-o", "markers=browser", "--rootdir", tmp_path]
        kept = {k: v for k, v in os.environ.items() if k != "REQUIRE_BROWSER"}
        return subprocess.run(
            [sys.executable, "-m", "pytest", *options, tmp_path],
            cwd=ROOT,
            env=kept | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | env,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_with_a_chromium_everything_runs(suite):
    done = suite(CHROMIUM="/bin/true")
    assert "2 passed" in done.stdout
    assert "DID NOT RUN" not in done.stdout


def test_without_one_the_run_says_how_many_tests_it_left_out(suite):
    done = suite(CHROMIUM="/nowhere/chromium")
    assert done.returncode == 0
    assert "1 BROWSER TESTS DID NOT RUN" in done.stdout
    assert "make browser" in done.stdout
    assert "1 passed, 1 deselected" in done.stdout


def test_where_a_browser_is_required_its_absence_is_a_failure(suite):
    done = suite(CHROMIUM="/nowhere/chromium", REQUIRE_BROWSER="1")
    assert done.returncode != 0
    assert "REQUIRE_BROWSER is set and no Chromium was found" in done.stderr


def test_a_chromium_that_is_there_is_not_installed_again(monkeypatch, capsys):
    monkeypatch.setenv("CHROMIUM", "/bin/true")
    browser.install()
    assert capsys.readouterr().out == "Chromium is at /bin/true.\n"


def test_one_that_is_missing_is_installed_with_what_its_driver_needs(monkeypatch):
    asked = []
    monkeypatch.setattr(browser, "find", lambda: "/bin/true" if asked else None)
    monkeypatch.setattr(
        system_packages, "install", lambda names, why: asked.extend(names)
    )
    browser.install()
    assert asked == ["chromium-headless-shell", "libatomic1"]


def test_one_that_is_still_missing_is_an_error(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    monkeypatch.setattr(system_packages, "install", lambda names, why: None)
    with pytest.raises(PlainError, match="still missing"):
        browser.install()
