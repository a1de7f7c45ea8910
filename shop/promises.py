"""What the site can measure of the promises: its own pages, as a stranger gets them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from privacy.promises.probes.values import without_model
from privacy.promises.promise import Finding, measures
from shop import crawling
from shop.policy.standing import State, not_told, standing
from shop.policy.version import PolicyVersion

HEADERS = {
    "Content-Security-Policy": "default-src",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# The search keeps its words in a column of PostgreSQL, in tables of SQLite.
without_model(
    "shop_product.search",
    "shop_product_search",
    *(f"shop_product_search_{part}" for part in ("config", "data", "docsize", "idx")),
)
ODD: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("TRACE", "/", {}),
    ("GET", "/static/..%2f..%2fkeys.json", {}),
    ("GET", "/%252e%252e/", {}),
    ("GET", "/%00", {}),
    ("GET", "/..%5c", {}),
    ("GET", "/", {"HTTP_HOST": "elsewhere.example.net"}),
    ("POST", "/basket/add/", {"HTTP_TRANSFER_ENCODING": "chunked"}),
)
OWN_PAGES = ("/your-data/", "/contact/", "/privacy/")


@measures("B2", "other hosts on our pages")
def pages_load_nothing_from_others(at: datetime) -> Finding:
    """Visit the public pages: does any fetch from, or send to, another host?"""
    pages = list(crawling.pages())
    others = [address for page in pages for address in page.elsewhere()]
    counts = {"pages": len(pages), "others": len(others)}
    if others:
        return Finding(False, "A page fetches something from another host.", counts)
    return Finding(
        True, f"We visited {len(pages)} of our pages: all they load is ours.", counts
    )


@measures("A3", "uploads on our pages")
def pages_take_no_files(at: datetime) -> Finding:
    """Visit the public pages for fields that take files, and try to send one."""
    pages = list(crawling.pages())
    fields = [field for page in pages for field in page.uploads()]
    sent = crawling.stranger().post(
        "/contact/question/",
        data=b"--x--\r\n",
        content_type="multipart/form-data; boundary=x",
        secure=crawling.is_secure(),
        headers={"sec-fetch-site": "same-origin"},
    )
    counts = {"pages": len(pages), "fields": len(fields), "answer": sent.status_code}
    if fields or sent.status_code != 415:
        return Finding(False, "A page would take a file.", counts)
    return Finding(
        True,
        f"We visited {len(pages)} of our pages: none takes a file, and one that is "
        "sent all the same is refused.",
        counts,
    )


@measures("C2", "headers of our pages")
def pages_are_guarded(at: datetime) -> Finding:
    """Visit the public pages: do all carry the headers that guard them, no cookie?"""
    pages = list(crawling.pages())
    wanted = dict(HEADERS)
    if crawling.is_secure():
        wanted["Strict-Transport-Security"] = "max-age="
    bare = [
        name
        for page in pages
        for name, value in wanted.items()
        if value not in page.response.get(name, "")
    ]
    cookies = [name for page in pages for name in page.response.cookies]
    counts = {"pages": len(pages), "missing": len(bare), "cookies": len(cookies)}
    if bare or cookies:
        return Finding(False, "A page lacks a guard, or sets a cookie.", counts)
    return Finding(
        True,
        f"We visited {len(pages)} of our pages: each carries {len(wanted)} guarding "
        "headers, and browsing set no cookie.",
        counts,
    )


@measures("C2", "odd requests at the door")
def odd_requests_are_turned_away(at: datetime) -> Finding:
    """Send what no link and no form of ours holds: does the door stop each of them?

    Its numbers count these tries too, each night anew.
    """
    answers = [
        crawling.stranger().generic(method, path, secure=crawling.is_secure(), **more)
        for method, path, more in ODD
    ]
    passed = sum(answer.status_code not in {400, 405, 411} for answer in answers)
    counts = {"tries": len(answers), "passed": passed}
    if passed:
        return Finding(False, "The firewall let an odd request pass.", counts)
    return Finding(
        True, f"We sent {len(answers)} odd requests: the firewall stopped each.", counts
    )


@measures("D1", "pages for your data")
def people_can_reach_their_data(at: datetime) -> Finding:
    """Ask for the pages where people see, change and clear what is held."""
    answers = [
        crawling.stranger().get(path, secure=crawling.is_secure()).status_code
        for path in OWN_PAGES
    ]
    broken = [code for code in answers if code != 200]
    counts = {"pages": len(answers), "broken": len(broken)}
    if broken:
        return Finding(False, "A page for your data does not open.", counts)
    return Finding(
        True, "The pages to see, copy, correct and clear your data open.", counts
    )


@measures("A1", "this text and the program")
def program_does_what_is_published(at: datetime) -> Finding:
    """Compare the policy in force with the program, all versions with their hash."""
    found, left = standing(at=at), not_told(at=at)
    changed = sum(not each.is_whole for each in PolicyVersion.objects.all())
    counts = {"differences": found.differs.count, "changed": changed, "not told": left}
    if found.state is State.NOTHING:
        return Finding(None, found.words, counts)
    if changed:
        return Finding(False, "A version is not what it was when published.", counts)
    if left:
        return Finding(False, "Somebody was not told of the version in force.", counts)
    return Finding(found.is_in_step, found.words, counts)
