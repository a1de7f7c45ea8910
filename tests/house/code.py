"""Shape of code and pages: sizes, names, docstrings, signatures, inline script."""

from __future__ import annotations

import ast
import inspect
import re
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from uuid import UUID

LONGEST_FUNCTION = 40
LONGEST = {".py": 300, ".html": 120, ".txt": 120, ".css": 150}
BANNED = {
    *("services", "utils", "helpers", "core"),
    *("common", "managers", "constants", "exceptions"),
}
IDS_AND_MOMENTS = re.compile(r"(\w+_)?(id|ids|at|since|until)")
TAG = re.compile(r"{%.*?%}|{#.*?#}", re.DOTALL)


def long_functions(texts):
    """Return the functions that are longer than anyone takes in at one look."""
    return [
        f"{path}:{node.lineno} {node.name}: {lines} lines"
        for path, text in texts.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := node.end_lineno - node.lineno + 1) > LONGEST_FUNCTION
    ]


def long_files(texts):
    """Return the files with more lines than their kind may have."""
    counted = {path: len(text.splitlines()) for path, text in texts.items()}
    return [
        f"{path}: {lines} lines"
        for path, lines in counted.items()
        if lines > LONGEST[Path(path).suffix]
    ]


def without_docstring(texts):
    """Return the modules that don't say what they know; empty ones know nothing."""
    return [
        path
        for path, text in texts.items()
        if text.strip() and not ast.get_docstring(ast.parse(text))
    ]


def meaningless_names(paths):
    """Return the modules and packages that are named for no activity."""
    return [
        str(path)
        for path in map(Path, paths)
        if path.suffix == ".py" and BANNED & {*path.with_suffix("").parts}
    ]


def task_arguments(tasks):
    """Return the parameters of tasks that could carry more than ids and moments.

    `tasks` is {name: function}. A broker keeps what it is given.
    """
    allowed = {str, UUID, datetime, list[str]}
    return [
        f"{name}({parameter})"
        for name, function in tasks.items()
        for parameter in inspect.signature(function, eval_str=True).parameters.values()
        if not IDS_AND_MOMENTS.fullmatch(parameter.name)
        or parameter.annotation not in allowed
        or parameter.kind is not parameter.POSITIONAL_OR_KEYWORD
    ]


def inline(texts):
    """Return what a strict Content-Security-Policy would refuse in templates.

    A letter is the one place for style attributes: mail programs know no stylesheet.
    """
    found = []
    for name, text in texts.items():
        reader = _Inline(styled="letters/" in name)
        reader.feed(TAG.sub(" ", text))
        found += [f"{name}:{line} {what}" for line, what in reader.found]
    return found


class _Inline(HTMLParser):
    def __init__(self, *, styled):
        super().__init__()
        self.styled, self.found = styled, []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self._note(tag == "style" and not self.styled, "<style>")
        self._note("style" in named and not self.styled, "style=")
        self._note(tag == "script" and "src" not in named, "<script> without src")
        for name, value in attrs:
            script = (value or "").strip().lower().startswith("javascript:")
            self._note(name.startswith("on") or script, f"{name}={value}")

    handle_startendtag = handle_starttag

    def _note(self, wrong, what):
        if wrong:
            self.found.append((self.getpos()[0], what))
