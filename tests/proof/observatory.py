"""The scoring rules of MDN's HTTP Observatory, version 6 of its algorithm, in Python.

Written after the rules published in its source (mdn/mdn-http-observatory, as it stood
on 2026-08-20: `src/grader/charts.js` and `src/analyzer/tests/`). Each function returns
what one of its twelve tests adds to the score or takes from it. Left out: lists of
preloaded hosts and certificates, which a test has none of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

HALF_A_YEAR = 15_552_000
EXTRA_FROM = 90
GRADES = {
    100: "A+",
    95: "A",
    90: "A",
    85: "A-",
    80: "B+",
    75: "B",
    70: "B",
    65: "B-",
    60: "C+",
    55: "C",
    50: "C",
    45: "C-",
    40: "D+",
    35: "D",
    30: "D",
    25: "D-",
}
BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*"}
BROAD |= {"https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
TRUSTED = ("'sha256-", "'sha384-", "'sha512-", "'nonce-")


@dataclass(frozen=True)
class Scan:
    """What a scan sees: the page over TLS, and what plain HTTP answers."""

    host: str
    headers: dict[str, str]
    body: str = ""
    cookies: SimpleCookie = field(default_factory=SimpleCookie)
    plain_leads_to: str | None = None
    cors: dict[str, str] = field(default_factory=dict)

    def header(self, name: str) -> str:
        """Return a header's value in small letters, empty if there is none."""
        named = {key.lower(): value for key, value in self.headers.items()}
        return named.get(name.lower(), "").strip().lower()


def grade(scan: Scan) -> tuple[int, str]:
    """Return score and grade: extra credit counts from 90 points on without it."""
    parts = modifiers(scan).values()
    score = 100 + sum(part for part in parts if part < 0)
    if score >= EXTRA_FROM:
        score = 100 + sum(parts)
    score = max(score, 0)
    return score, GRADES.get(min(score - score % 5, 100), "F")


def modifiers(scan: Scan) -> dict[str, int]:
    """Return what each test adds or takes."""
    return {name: test(scan) for name, test in TESTS.items()}


def directives(policy: str) -> dict[str, set[str]] | None:
    """Return the directives of one policy; None where one stands twice."""
    found: dict[str, set[str]] = {}
    for part in filter(None, map(str.strip, policy.split(";"))):
        name, *values = part.lower().split()
        if name in found:
            return None
        found[name] = set(values)
    return found


def content_security_policy(scan: Scan) -> int:
    """Return -25 without a policy, -20 to 10 by how much it leaves open."""
    found = directives(scan.header("content-security-policy"))
    if not found:
        return -25
    fallback = found.get("default-src", {"*"})
    script = _without_inline(found.get("script-src", fallback))
    style = _without_inline(found.get("style-src", fallback))
    if "'strict-dynamic'" in script and not _has_trusted(script):
        return -25
    if script & (BROAD | INLINE) or found.get("object-src", fallback) & BROAD:
        return -20
    passive = {"img-src", "media-src"}
    if any(_plain(found[name]) for name in found.keys() - passive):
        return -20
    if "'unsafe-eval'" in script | style:
        return -10
    if any(_plain(found.get(name, fallback)) for name in passive):
        return -10
    if style & (BROAD | INLINE):
        return 0
    return 10 if found.get("default-src") == {"'none'"} else 5


def _has_trusted(sources: set[str]) -> bool:
    return any(source.startswith(TRUSTED) for source in sources)


def _without_inline(sources: set[str]) -> set[str]:
    return sources - {"'unsafe-inline'"} if _has_trusted(sources) else sources


def _plain(sources: set[str]) -> bool:
    return any(source.startswith(("http:", "ftp:")) for source in sources)


def cookies(scan: Scan) -> int:
    """Return 5 where each cookie is secure and SameSite, down to -40 where not."""
    kept = strict_transport_security(scan) >= 0
    worst = [_cookie(morsel, kept) for morsel in scan.cookies.values()]
    if not worst:
        return 0
    if any(part < 0 for part in worst):
        return min(worst)
    return 5 if all(morsel["samesite"] for morsel in scan.cookies.values()) else 0


def _cookie(morsel, kept: bool) -> int:
    name, same = morsel.key.lower(), str(morsel["samesite"]).lower()
    is_session = "login" in name or "sess" in name
    if is_session and not morsel["secure"] and not kept:
        return -40
    if is_session and not morsel["httponly"]:
        return -30
    if same not in {"", "lax", "strict", "none"} or ("csrf" in name and not same):
        return -20
    if morsel["secure"]:
        return 0
    if same == "none" or not kept:
        return -20
    return -10 if is_session else -5


def _by_value(scan: Scan, header: str, good: set[str], neutral: set[str]) -> int:
    value = scan.header(header)
    if value in good:
        return 10
    return 0 if not value or value in neutral else -5


def cross_origin_embedder_policy(scan: Scan) -> int:
    """Return 10 where other origins must agree to be embedded."""
    good = {"require-corp", "credentialless"}
    return _by_value(scan, "cross-origin-embedder-policy", good, {"unsafe-none"})


def cross_origin_opener_policy(scan: Scan) -> int:
    """Return 10 where other windows are kept apart."""
    good = {"same-origin", "same-origin-allow-popups", "noopener-allow-popups"}
    return _by_value(scan, "cross-origin-opener-policy", good, {"unsafe-none"})


def cross_origin_resource_policy(scan: Scan) -> int:
    """Return 10 where other sites can't load what is ours."""
    good = {"same-origin", "same-site"}
    return _by_value(scan, "cross-origin-resource-policy", good, {"cross-origin"})


def cross_origin_resource_sharing(scan: Scan) -> int:
    """Return -50 where any site that asks may read with the visitor's cookies."""
    allowed = scan.cors.get("Access-Control-Allow-Origin")
    asked = scan.cors.get("Origin")
    with_cookies = scan.cors.get("Access-Control-Allow-Credentials") == "true"
    return -50 if allowed and allowed == asked and with_cookies else 0


def redirection(scan: Scan) -> int:
    """Return 0 where plain HTTP leads to TLS on the same host at once, or is shut."""
    if scan.plain_leads_to is None:
        return 0
    there = urlsplit(scan.plain_leads_to)
    if there.scheme != "https":
        return -20
    return 0 if there.hostname == scan.host else -5


def referrer_policy(scan: Scan) -> int:
    """Return 5 where other sites learn the origin at the most."""
    good = {"no-referrer", "same-origin", "strict-origin"}
    good |= {"strict-origin-when-cross-origin"}
    bad = {"origin", "origin-when-cross-origin", "unsafe-url"}
    bad |= {"no-referrer-when-downgrade"}
    value = scan.header("referrer-policy")
    known = [each.strip() for each in value.split(",") if each.strip() in good | bad]
    if not value:
        return 0
    return 5 if known and known[-1] in good else -5


def strict_transport_security(scan: Scan) -> int:
    """Return 0 for six months or more, -10 for less, -20 for nothing readable."""
    value = scan.header("strict-transport-security")
    age = re.search(r"(?:^|;)\s*max-age=(\d+)", value)
    if not age or "," in value:
        return -20
    return 0 if int(age[1]) >= HALF_A_YEAR else -10


class Scripts(HTMLParser):
    """Collects the scripts of a page: address and checksum."""

    def __init__(self) -> None:
        """Begin without any."""
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag, attrs):
        """Take down a script that is loaded."""
        told = dict(attrs)
        if tag == "script" and told.get("src"):
            self.found.append((told["src"], told.get("integrity") or ""))


def subresource_integrity(scan: Scan) -> int:
    """Return 5 where scripts carry a checksum, down to -50 where others lack one."""
    reader = Scripts()
    reader.feed(scan.body)
    if not reader.found:
        return 0
    worst = [_script(src, checked, scan.host) for src, checked in reader.found]
    if min(worst) < 0:
        return min(worst)
    return 5 if all(checked for _src, checked in reader.found) else 0


def _script(src: str, checked: str, host: str) -> int:
    there = urlsplit(src)
    if not there.netloc or (there.scheme and there.hostname == host):
        return 0
    if there.scheme == "https":
        return 0 if checked else -5
    return -20 if checked else -50


def x_content_type_options(scan: Scan) -> int:
    """Return -5 unless browsers are told not to guess."""
    return 0 if scan.header("x-content-type-options") == "nosniff" else -5


def x_frame_options(scan: Scan) -> int:
    """Return 5 where nobody may frame the page, -20 where nothing says so."""
    found = directives(scan.header("content-security-policy")) or {}
    value = scan.header("x-frame-options")
    if "frame-ancestors" in found or value in {"deny", "sameorigin"}:
        return 5
    return 0 if value.startswith("allow-from") else -20


TESTS = {
    test.__name__: test
    for test in (
        *(content_security_policy, cookies, cross_origin_embedder_policy),
        *(cross_origin_opener_policy, cross_origin_resource_sharing, redirection),
        *(referrer_policy, strict_transport_security, subresource_integrity),
        *(x_content_type_options, x_frame_options, cross_origin_resource_policy),
    )
}
