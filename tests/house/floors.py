"""Which way things point: shop to orders to privacy, and never back."""

from __future__ import annotations

import re

FLOORS = {"privacy": 0, "vault": 0, "orders": 1, "shop": 2}
# The toy that stands on the ground floor alone.
TOYS = {"diary": 1}
POINTER = re.compile(r"{%-?\s*(extends|include)\s+[\"']([^\"']+)[\"']")
LINK = re.compile(r"{%-?\s*url\s+[\"'](\w+):")
NAMED = re.compile(r"[\"']((?:shop|orders)[:/][\w./:-]*)[\"']")


def floor(label):
    """Return the floor of an app of ours, or None for somebody else's."""
    return (FLOORS | TOYS).get(label)


def rises(lower, upper):
    """Tell whether something of app `lower` points at a higher app `upper`."""
    ours, theirs = floor(lower), floor(upper)
    if lower in TOYS and upper not in TOYS:
        return bool(theirs)
    return ours is not None and theirs is not None and theirs > ours


def foreign_keys(models):
    """Return the relations of `models` that point up."""
    return [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in models
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.related_model
        and rises(model._meta.app_label, field.related_model._meta.app_label)
    ]


def migrations(known):
    """Return the dependencies of migrations that point up; run_before counts too."""
    found = []
    for migration in known:
        pairs = [(migration.app_label, other[0]) for other in migration.dependencies]
        pairs += [(other[0], migration.app_label) for other in migration.run_before]
        found += [
            f"{migration.app_label}.{migration.name}: {lower} -> {upper}"
            for lower, upper in pairs
            if rises(lower, upper)
        ]
    return found


def package(template):
    """Return the app that a template belongs to, or None if it is everybody's."""
    parts = template.split("/")
    if parts[0] == "letters":
        parts = parts[1:]
    return parts[0] if len(parts) > 1 and floor(parts[0]) is not None else None


def templates(texts):
    """Return the extends, includes and links of templates that point up.

    `texts` is {name below templates/: text}. What belongs to nobody builds on no app,
    and may link to any page.
    """
    found = []
    for name, text in texts.items():
        own = package(name)
        for verb, other in POINTER.findall(text):
            theirs = package(other)
            if (theirs and own is None) or rises(own, theirs):
                found.append(f"{name}: {verb} {other}")
        links = LINK.findall(text)
        found += [f"{name}: url {other}" for other in links if rises(own, other)]
    return found


def names_in_code(texts):
    """Return the pages and templates of a higher floor that Python code names.

    `texts` is {path: text}; a `reverse("shop:…")` in orders imports nothing, and
    points up all the same.
    """
    return [
        f"{path}: {name}"
        for path, text in texts.items()
        for name in NAMED.findall(text)
        if rises(path.split("/")[0], re.split("[:/]", name)[0])
    ]
