"""Reads the code for who writes letters, to whom, and in which loops. Nothing runs."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import cache

DOOR = "privacy.letters"
RECIPIENT = {"person", "case", "to"}
# What hands a message over, whoever imports it.
MAILERS = ("django.core.mail", "smtplib", "email.mime", "aiosmtplib")


@dataclass
class Function:
    """One function: what it calls, and what it calls for each of several."""

    name: str
    calls: set[str] = field(default_factory=set)
    looped: set[str] = field(default_factory=set)


@dataclass
class Module:
    """One module: its functions, its calls of the door, and what it registers."""

    name: str
    functions: dict[str, Function]
    writes: list[ast.Call]
    registers: list[ast.Call]
    imports: set[str]


@cache
def read(path, text):
    """Return what a module does about letters; `path` is relative to the root."""
    name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    tree = ast.parse(text)
    names = _imported(tree, name)
    functions = {
        node.name: _function(node, f"{name}.{node.name}", names, name)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    doors = {f"{DOOR}.{verb}" for verb in ("write", "register")}
    doors |= {f"{DOOR}.door.{verb}" for verb in ("write", "register")}
    found = [(call, _called(call, names, name)) for call in calls]
    return Module(
        name,
        functions,
        [call for call, to in found if to in doors and to.endswith("write")],
        [call for call, to in found if to in doors and to.endswith("register")],
        set(names.values()),
    )


def writers(modules):
    """Return every function that may write a letter, by whatever it calls."""
    functions = {f.name: f for m in modules for f in m.functions.values()}
    found = {f"{DOOR}.write", f"{DOOR}.door.write"}
    while True:
        more = {name for name, f in functions.items() if f.calls & found} - found
        if not more:
            return found
        found |= more


def loops(modules):
    """Return the functions that may write letters for each of several things."""
    writing = writers(modules)
    return {
        function.name
        for module in modules
        for function in module.functions.values()
        if function.looped & writing
    }


def arguments(call):
    """Return the names of what a call is given; None for what comes as ** or *."""
    return [keyword.arg for keyword in call.keywords] + [None for _ in call.args]


def many(call):
    """Return the recipients of a call that are written as several."""
    several = (
        ast.List,
        ast.Tuple,
        ast.Set,
        ast.ListComp,
        ast.GeneratorExp,
        ast.Starred,
    )
    return [
        keyword.arg
        for keyword in call.keywords
        if keyword.arg in RECIPIENT and isinstance(keyword.value, several)
    ]


def mailers(module):
    """Return the ways to send mail that a module imports."""
    return {name for name in module.imports if name.startswith(MAILERS)}


def _imported(tree, own):
    """Return each name that the module gives to something, with what that is."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for each in node.names:
                found[each.asname or each.name] = f"{node.module}.{each.name}"
        elif isinstance(node, ast.Import):
            for each in node.names:
                found[each.asname or each.name.split(".")[0]] = each.name
    return found


def _function(node, name, names, own):
    found = Function(name)
    for each in ast.walk(node):
        if isinstance(each, ast.Call):
            found.calls.add(_called(each, names, own))
        for part in _repeated(each):
            found.looped |= {
                _called(call, names, own)
                for call in ast.walk(part)
                if isinstance(call, ast.Call)
            }
    return found


def _repeated(node):
    """Return what a loop or a comprehension does again and again."""
    if isinstance(node, ast.For | ast.While):
        return node.body
    if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp):
        return [node.elt, *(test for each in node.generators for test in each.ifs)]
    return []


def _called(call, names, own):
    """Return the whole name of what is called, as far as the text tells it."""
    parts, target = [], call.func
    while isinstance(target, ast.Attribute):
        parts.append(target.attr)
        target = target.value
    if not isinstance(target, ast.Name):
        return ".".join(reversed(parts))
    first = names.get(target.id, f"{own}.{target.id}")
    return ".".join([first, *reversed(parts)])
