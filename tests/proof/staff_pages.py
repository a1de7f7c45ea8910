"""Every page of the staff pages, and a browser of each role that opens them all."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from html import unescape
from itertools import product
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLResolver, resolve

from privacy.cases.desk import verbs
from privacy.people import Person

FORM = "application/x-www-form-urlencoded"
PART = re.compile(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>")
LINK = re.compile(r'(?:href|action|src)="(/staff/[^"]*|\?[^"]*)"')
OUT = "/staff/logout/"
STEPS = ("mark-paid", "pack", "hand-over", "deliver", "cancel")
SHOWN = (
    ("orders.order", ("contact_name", "contact_email", "delivery_address", "link")),
    ("orders.refund", ("account", "reference")),
    ("orders.return", ("words",)),
    ("orders.invoice", ("buyer_name", "buyer_address")),
    ("orders.parcel", ("tracking",)),
    ("privacy.case", ("email", "demand")),
    ("privacy.letter", ("address", "to_address", "content")),
    ("privacy.person", ("name", "email")),
    ("privacy.access", ("words",)),
)


def addresses():
    """Return a path for each page there is, about rows that exist."""
    found = [f"/staff/{each}" for each in _filled(admin.site.get_urls(), "")]
    rows = ((label, names, _ids(label)) for label, names in SHOWN)
    found += [
        f"/staff/privacy/access/{label}/{pk}/{name}/"
        for label, names, ids in rows
        for pk, name in product(ids, names)
    ]
    return [each for each in dict.fromkeys(found) if each != OUT]


def _filled(patterns, before):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _filled(pattern.url_patterns, route)
            continue
        names = [one or other for one, other in PART.findall(route)]
        for values in product(*(_values(name, route) for name in names)):
            given = iter(values)
            # It is used up before the loop goes on.
            yield PART.sub(lambda part: next(given), route).strip("^$")  # noqa: B023


def _values(name, route):
    """Return what can stand in a part of an address: rows that it may be about."""
    if name == "object_id":
        label = "orders.order" if route.startswith("r/") else _model_of(route)
        return _ids(label)[:1] or ["1"]
    known = {
        "content_type_id": [str(_type("orders.order")), str(_type("privacy.person"))],
        "key": ["none"],
        "name": [*verbs.VERBS] if "/acts/" in route else ["none"],
        "label": ["orders.order"],
        "app_label": sorted({model._meta.app_label for model in admin.site._registry}),
        "url": ["nowhere"],
    }
    return known.get(name) or _rows_called(name)


def _rows_called(name):
    """Return ids for a part such as "hold_id": the rows of the model it ends like."""
    word = name.removesuffix("_id")
    found = [
        model._meta.label_lower
        for model in apps.get_models()
        if model._meta.model_name.endswith(word)
    ]
    ids = [pk for label in found for pk in _ids(label)]
    return ids[:2] or _ids("orders.order")[:1]


def _model_of(route):
    app, model = route.split("/")[:2]
    return f"{app}.{model}"


def _type(label):
    return ContentType.objects.get_for_model(apps.get_model(label)).pk


def _ids(label):
    rows = apps.get_model(label).objects.order_by("pk")
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


@dataclass
class Desk:
    """A browser in which somebody with one role is signed in, and all that it got.

    `lines` is each line of each answer with the pages that it stood on.
    """

    role: str
    named: str = "one"
    statuses: dict[str, int] = field(default_factory=dict)
    lines: dict[bytes, str] = field(default_factory=dict)

    def __post_init__(self):
        """Sign somebody in who has just this role."""
        told = {"is_superuser": True} if self.role == "superuser" else {}
        email = f"{self.role}.{self.named}@example.net"
        self.person = Person.objects.create_user(email, is_staff=True, **told)
        if Group.objects.filter(name=self.role).exists():
            self.person.groups.add(Group.objects.get(name=self.role))
        self.client = Client(raise_request_exception=False)
        self.client.force_login(self.person)

    def get(self, path):
        """Open a page."""
        return self._kept(path, self.client.get(path))

    def post(self, path, **fields):
        """Send a form."""
        sent = urlencode(fields)
        return self._kept(path, self.client.post(path, sent, content_type=FORM))

    def walk(self, paths, *, most):
        """Open pages and all that they link to: `most` of a kind, one that is shut.

        With one alone of each kind, a list is looked at under no filter.
        """
        todo, left, known = deque(paths), Counter(), {OUT}
        while todo:
            path = todo.popleft()
            if path in known:
                continue
            known.add(path)
            kind = _kind(path)
            if left[kind] >= most:
                continue
            answer = self.get(path)
            left[kind] += 1 if answer.status_code in {200, 302} else most
            there = urlsplit(answer.headers.get("Location", ""))
            if there.path.startswith("/staff/"):
                todo.append(there.path)
            links = _links(path, answer)
            todo += [each for each in links if most > 1 or "?" not in each]

    def _kept(self, path, answer):
        self.statuses[path] = answer.status_code
        body = b"".join(answer) if answer.streaming else answer.content
        told = [f"{name}: {value}" for name, value in answer.headers.items()]
        told += [morsel.OutputString() for morsel in answer.cookies.values()]
        for line in (*body.splitlines(), *map(str.encode, told)):
            self.lines.setdefault(line, path)
        return answer


def _kind(path):
    """Return the same for pages of one kind, such as a list under two filters."""
    found = resolve(urlsplit(path).path)
    told = (found.kwargs.get(part, "") for part in ("label", "app_label"))
    return found.view_name, *told


def _links(path, answer):
    if "text/html" not in answer.headers.get("Content-Type", ""):
        return []
    found = (unescape(each) for each in LINK.findall(answer.content.decode()))
    return [urldefrag(urljoin(path, each)).url for each in found]
