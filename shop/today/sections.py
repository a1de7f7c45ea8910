"""The sections of the staff pages: every list that somebody may open, in few groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

GROUPS = (
    (
        "Privacy",
        (
            "privacy.case",
            "privacy.export",
            "privacy.legalhold",
            "privacy.letter",
            "privacy.trailentry",
            "privacy.rulechange",
            "shop.refusal",
        ),
    ),
    (
        "Shop",
        (
            "orders.order",
            "orders.return",
            "orders.refund",
            "orders.invoice",
            "shop.product",
            "shop.department",
        ),
    ),
    ("People", ("privacy.person", "auth.group")),
)
"""Lists by their models, in the order of the page. Any other comes last under Privacy,
Shop or People, by the app that it belongs to."""
NAMES = {
    "privacy.legalhold": "Retention",
    "privacy.trailentry": "Trail",
    "privacy.person": "Staff and roles",
    "shop.refusal": "Firewall",
}
"""Lists whose pages are called otherwise than their rows."""
_HOME = {"privacy": "Privacy", "orders": "Shop", "shop": "Shop"}


@dataclass(frozen=True)
class Link:
    """One link: its words, where it leads, and whether the page is below it."""

    words: str
    address: str
    is_here: bool


@dataclass(frozen=True)
class Section:
    """Links under one title; the first section has none."""

    title: str
    links: Sequence[Link]


def sections(*, path: str, apps: Iterable[dict[str, Any]]) -> list[Section]:
    """Return the sections for a page at `path`, from Django's list of apps.

    That list has only what the person who looks may open; nothing at all for whoever
    may open nothing.
    """
    rows = [
        (f"{app['app_label']}.{model['object_name'].lower()}", model)
        for app in apps
        for model in app["models"]
        if model["admin_url"]
    ]
    today = reverse("admin:index")
    first = Section("", [Link("Today", today, path == today)])
    return [
        first,
        *(_section(title, known, rows, path) for title, known in _kept(rows)),
    ]


def _kept(rows: Sequence[tuple[str, Any]]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the groups that have any of these rows."""
    return [
        (title, known)
        for title, known in GROUPS
        if any(_title(name) == title for name, _ in rows)
    ]


def _section(
    title: str, known: tuple[str, ...], rows: Sequence[tuple[str, Any]], path: str
) -> Section:
    mine = [(name, model) for name, model in rows if _title(name) == title]
    mine.sort(key=lambda row: known.index(row[0]) if row[0] in known else len(known))
    return Section(title, [_link(name, model, path) for name, model in mine])


def _link(name: str, model: dict[str, Any], path: str) -> Link:
    address = str(model["admin_url"])
    words = NAMES.get(name, str(model["name"]))
    return Link(words, address, path.startswith(address))


def _title(name: str) -> str:
    """Return under which title a model stands."""
    for title, known in GROUPS:
        if name in known:
            return title
    return _HOME.get(name.split(".")[0], "People")
