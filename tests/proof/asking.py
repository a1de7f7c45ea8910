"""How somebody asks for their data and staff decide: each kind, page after page."""

from __future__ import annotations

import re
import time
from urllib.parse import urlsplit

from deploy.children import wait_until
from shop.contact import stamp
from tests.phone import Phone

CODE = re.compile(r"Your code is (\d{6})")
SEED = re.compile(r'id="seed">([A-Z2-7 ]+)<')
REFERENCE = re.compile(r"R-[0-9A-Z]{6}")
QUEUE = "/staff/privacy/case/"
PATIENCE = 40  # seconds


class Asker:
    """Somebody on the Contact page; `letters` gives all that was sent until now."""

    def __init__(self, visitor, letters):
        self.visitor, self.letters = visitor, letters
        self.paths, self.references = {}, {}

    def files(self, **kinds):
        """Send the form of each kind with its answers, not faster than people do."""
        forms = {kind: self.visitor.get(f"/contact/{kind}/") for kind in kinds}
        time.sleep(stamp.SOONEST.total_seconds() + 0.1)
        for kind, answers in kinds.items():
            page = self.visitor.submit(forms[kind], f"/contact/{kind}/", **answers)
            self.paths[kind] = urlsplit(page.url).path
            assert self.paths[kind].startswith("/cases/"), page.text
            self.references[kind] = REFERENCE.search(page.text)[0]

    def proves(self, kind, number, said):
        """Type the code of the letter, and facts of an order where they are asked."""
        page = self.types_the_code(kind)
        if "/facts/" in page.text:
            page = self.visitor.submit(page, "/facts/", number=number, said=said)
            assert "/facts/" not in page.text, page.text
        return page

    def types_the_code(self, kind, *, nth=1):
        """Type the code of the nth letter with one."""
        path = self.paths[kind]
        code = CODE.search(self.waits_for_letter(kind, CODE, nth=nth))[1]
        page = self.visitor.submit(self.visitor.get(path), "/code/", code=code)
        assert "There is a problem" not in page.text, page.text
        return page

    def waits_for_letter(self, kind, words, *, nth=1):
        """Return the nth letter about this request that has these words."""

        def found():
            about = [text for text in self.letters() if self.paths[kind] in text]
            return [text for text in about if re.search(words, text)]

        assert wait_until(lambda: len(found()) >= nth, seconds=PATIENCE), (kind, words)
        return found()[nth - 1]


class Desk:
    """Somebody of the staff, signed in, who works on requests."""

    def __init__(self, visitor, login, password):
        self.visitor = visitor
        door = visitor.get("/staff/login/")
        signed = {"username": login, "password": password}
        choice = visitor.submit(door, "/staff/login/", **signed)
        app = visitor.submit(choice, "/factors/app/")
        self.phone = Phone(SEED.search(app.text)[1])
        codes = visitor.submit(app, "/factors/app/", code=self.phone.code())
        assert "recovery codes" in codes.text, codes.text

    def opens(self, reference):
        """Find a request by its reference; return its page."""
        queue = self.visitor.get(QUEUE)
        return self.visitor.submit(queue, "/find/", reference=reference)

    def does(self, request, act, **typed):
        """Do one act on the request of this reference; return its page afterwards."""
        page = self.visitor.submit(self.opens(request), f"/acts/{act}/", **typed)
        assert page.status == 200, page.text
        return page

    def waits_for(self, reference, action):
        """Load a request's page until it offers a form for `action`; return it."""

        def offers():
            pages.append(self.opens(reference))
            return f"/{action}/" in pages[-1].text

        pages = []
        assert wait_until(offers, seconds=PATIENCE), (action, pages[-1].text)
        return pages[-1]
