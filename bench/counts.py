"""What does not vary from round to round: queries, bytes, instructions, products."""

from __future__ import annotations

import gzip

from bench import instructions
from bench.journey import PRODUCT
from bench.rounds import BARE_LIST, DEPARTMENT
from bench.sites import Site, Sites

PAGES = {
    "home": "/",
    "department": DEPARTMENT,
    "product": "/products/plain-product-000006/",
    "search": "/search/?q=plain+paper",
}
LISTED = 24


def refuse_other_products(sites: Sites) -> None:
    """Raise RuntimeError unless both lists show the same 24 products in one order."""
    ours = _listed(sites.few, DEPARTMENT)
    if len(ours) != LISTED or ours != _listed(sites.bare, BARE_LIST):
        raise RuntimeError("The two lists do not show the same 24 products.")


def _listed(site: Site, path: str) -> list[str]:
    return PRODUCT.findall(site.visitor().get(path).body.decode())


def weights(sites: Sites) -> dict[str, tuple[int, int]]:
    """Each page's HTML in bytes, as it is and compressed."""
    bodies = {name: sites.few.visitor().get(path).body for name, path in PAGES.items()}
    return {
        name: (len(body), len(gzip.compress(body, 6))) for name, body in bodies.items()
    }


def queries(sites: Sites) -> dict[str, int]:
    """How many statements each page takes, each step of a checkout, and all of it."""
    with instructions.talking(sites.few.environment, "shop.wsgi", DEPARTMENT) as talk:
        talk.ask("visit", "checkout")
        found = {name: talk.ask("count", path)["all"] for name, path in PAGES.items()}
        steps: dict[str, int] = talk.ask("count", "checkout")
    found["checkout"] = steps.pop("all")
    return found | {f"checkout: {step}": number for step, number in steps.items()}


def executed(sites: Sites) -> dict[str, float]:
    """Millions of instructions of each visit; empty where they can't be counted."""
    bare, few = sites.bare.environment, sites.few.environment
    visits = dict.fromkeys(PAGES.values(), 20) | {"checkout": 4}
    theirs = {"/hello/": 20, BARE_LIST: 20}
    found = instructions.counted(few, "shop.wsgi", DEPARTMENT, visits)
    found |= instructions.counted(bare, "bench.bare.wsgi", BARE_LIST, theirs)
    names = {path: name for name, path in PAGES.items()}
    names |= {"/hello/": "hello", BARE_LIST: "bare list"}
    return {names.get(kind, kind): number for kind, number in found.items()}
