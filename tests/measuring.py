"""Writes down which lines and branches of the lower floors the tests of a run took.

SlipCover puts its marks into our modules as they are imported. They cost next to
nothing, unlike being told of every line by the interpreter, which doubles what Python
costs: so everything is measured, in both runs.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import slipcover

MEASURED = ["privacy", "orders"]
"""The folders of which `make test` asks every branch."""
OMITTED = ["*/migrations/*"]
NOT_ASKED = [r"if __name__ == .__main__.:", r"@overload", r"^\s*\.\.\.$"]
ALWAYS = 1 << 30
"""Marks stay: to look for every function and take its marks out costs more."""


class Measuring:
    """Marks modules as they are imported, and writes at the end which marks were met.

    Attributes:
        path: the file to write, as SlipCover's own merge reads it.
    """

    def __init__(self, path: Path):
        self.path = path
        self.marks = slipcover.Slipcover(
            branch=True,
            source=MEASURED,
            omit=OMITTED,
            exclude_also=NOT_ASKED,
            d_miss_threshold=ALWAYS,
        )
        matching = slipcover.FileMatcher(sources=MEASURED, omit=OMITTED)
        self.importing = slipcover.ImportManager(self.marks, matching)

    def pytest_unconfigure(self):
        self.importing.__exit__()
        self.path.write_text(json.dumps(self.marks.get_coverage()))


def pytest_addoption(parser):
    """Take `--measured FILE`: without it nothing is marked."""
    parser.addoption("--measured", type=lambda path: Path(path).absolute())


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config):
    """Begin before anything of ours is imported."""
    path = early_config.known_args_namespace.measured
    if path:
        measuring = Measuring(path)
        measuring.importing.__enter__()
        early_config.pluginmanager.register(measuring)
