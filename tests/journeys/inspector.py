"""Looks at pages: axe in both schemes, 320 pixels, and what the browser remembers."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from shop import cookies
from tests import axe
from tests.looks.looking import AT_REST

# Other colours change no name, role, order or size.
SCHEMES = {"light": axe.RULES, "dark": ("color-contrast",)}
SHOTS = os.environ.get("SHOTS", "")
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
VARIES = re.compile(r"R-\w+|FW-\w+|[\d.,]+")
STORED = "localStorage.length + sessionStorage.length"
HTML = {"Content-Type": "text/html; charset=utf-8"}


class Inspector:
    """Looks at the page that a customer is on, in both schemes and narrow."""

    def __init__(self, customer, said):
        self.page, self.found, self.seen = customer.page, [], []
        self.said = said

    def look(self, where=None):
        self.seen.append(where or self.page.url)
        self.page.mouse.move(0, 0)
        for scheme, rules in SCHEMES.items():
            self.page.emulate_media(color_scheme=scheme)
            self.page.evaluate(AT_REST)
            for each in self.violations(rules) and self.violations(rules, after=500):
                nodes = [node["html"][:160] for node in each["nodes"][:2]]
                self.found.append((self.seen[-1], scheme, each["id"], nodes))
        self.page.emulate_media(color_scheme="light")
        before = self.page.viewport_size
        self.page.set_viewport_size({"width": 320, "height": 640})
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            self.found.append((self.seen[-1], f"{width} px wide at 320"))
        self.page.set_viewport_size(before)
        self.found += [(self.seen[-1], each) for each in remembered(self.page)]

    def violations(self, rules, *, after=0):
        """Run axe; what it says on the console itself is not the page's.

        On a busy machine the colours of the other scheme may still be on their way:
        what is found is looked at once more, `after` milliseconds.
        """
        self.page.wait_for_timeout(after)
        before = len(self.said)
        found = axe.violations(self.page, rules=rules)
        del self.said[before:]
        return found


def remembered(page):
    """Return what is wrong with the page's cookies, and what else it stored."""
    declared = {cookie.name: cookie for cookie in cookies.declared()}
    # The staff pages of Django remember which filters stood open.
    shop = page.url.startswith("http") and "/staff/" not in page.url
    stored = shop and page.evaluate(STORED)
    wrong = ["something in the browser's storage"] if stored else []
    for each in page.context.cookies():
        cookie = declared.get(each["name"])
        if cookie is None:
            wrong.append(f"cookie {each['name']} is not declared")
        elif not each["httpOnly"] or each["sameSite"] != "Lax":
            wrong.append(f"cookie {cookie.name} is open to scripts or to other sites")
        elif each["expires"] > time.time() + lasts(cookie):
            wrong.append(f"cookie {cookie.name} stays longer than it says")
    return wrong


def lasts(cookie):
    """Return for how many seconds a cookie may stay; none for one of the visit."""
    return cookie.life.total_seconds() if cookie.life else 0


class Looking:
    """Looks at what stands in any window, also where no script runs.

    There axe could not run either: the page is shown in a second window, at the same
    address. What says the same was `seen` before and is not looked at again. With
    SHOTS a picture of each page is kept in that folder.
    """

    def __init__(self, visit, seen):
        self.visit, self.mirror, self.found, self.seen = visit, None, [], seen

    def __call__(self, customer):
        page = customer.page
        says = page.locator(
            "h1, h2, h3, label, summary, button, .tag"
        ).all_inner_texts()
        likeness = VARIES.sub("", " ".join(says))
        if likeness in self.seen:
            return
        self.seen.add(likeness)
        if SHOTS:
            count = len(list(Path(SHOTS).iterdir()))
            page.screenshot(path=f"{SHOTS}/{count:03}.png", full_page=True)
        shown = page.content()
        if not customer.script:
            customer = self._mirrored(shown, page.url)
        inspector = Inspector(customer, self.visit.said)
        inspector.look()
        self.found += inspector.found

    def _mirrored(self, shown, address):
        """Show what a window without script shows in one where axe can run."""
        self.mirror = self.mirror or self.visit()
        page = self.mirror.page
        still = SCRIPT.sub("", shown)
        page.route(address, lambda asked: asked.fulfill(body=still, headers=HTML))
        page.goto(address)
        page.unroute(address)
        return self.mirror
