"""A visitor without JavaScript: reads pages, fills in their forms, keeps cookies.

The same visitor walks through Django's test client and through a real web server.
"""

from __future__ import annotations

import http.client
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

FORM = "application/x-www-form-urlencoded"
MOST_REDIRECTS = 5


@dataclass
class Form:
    """A form as a browser sees it: where it goes, and what it would send."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    fields: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class FormReader(HTMLParser):
    """Collects the forms of a page, with what is checked, selected and typed."""

    def __init__(self):
        super().__init__()
        self.forms, self._choices, self._text = [], None, None
        self._open, self._ids = None, {}

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form":
            self._open = Form(told.get("action") or "", told.get("method") or "get")
            self.forms.append(self._open)
            self._ids[told.get("id")] = self._open
        form = self._ids.get(told.get("form"), self._open)
        if form is not None:
            getattr(self, f"_{tag}", self._nothing)(form, told)

    def handle_endtag(self, tag):
        if tag == "form":
            self._open = None
        elif tag in {"select", "textarea"}:
            self._choices = self._text = None

    def handle_data(self, data):
        if self._text is not None:
            form, name = self._text
            form.values[name] += data

    def _nothing(self, form, told):
        pass

    def _input(self, form, told):
        name, kind = told.get("name"), told.get("type", "text")
        if not name or kind == "submit":
            return
        form.fields.append(name)
        if kind not in {"checkbox", "radio"} or "checked" in told:
            form.values[name] = told.get("value") or ""

    def _select(self, form, told):
        form.fields.append(told["name"])
        self._choices = (form, told["name"])

    def _option(self, form, told):
        if self._choices is None:
            return
        form, name = self._choices
        if "selected" in told or name not in form.values:
            form.values[name] = told.get("value", "")

    def _textarea(self, form, told):
        form.fields.append(told["name"])
        form.values[told["name"]] = ""
        self._text = (form, told["name"])

    def _button(self, form, told):
        form.buttons.append((told.get("name", ""), told.get("value", "")))


@dataclass
class Page:
    """An answer: where it came from, its status, headers and text."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    def forms(self):
        """Return every form of the page."""
        reader = FormReader()
        reader.feed(self.text)
        return reader.forms

    def form(self, action):
        """Return the form whose address holds `action`."""
        return next(
            each
            for each in self.forms()
            if action in urljoin(self.url, each.action or self.url)
        )


class Visitor:
    """Walks from page to page over a way to fetch one."""

    def __init__(self, fetch):
        self.fetch, self.trail = fetch, []

    def get(self, url):
        """Open an address and follow where it leads."""
        return self._follow(self._ask("GET", url, None))

    def submit(self, page, action, button=None, **answers):
        """Send the page's form to `action` with these answers, and follow."""
        form = page.form(action)
        unknown = answers.keys() - set(form.fields)
        assert not unknown, f"{page.url} does not ask for {unknown}"
        values = form.values | answers
        data = {name: value for name, value in values.items() if value is not None}
        data |= dict([button]) if button else {}
        there = urljoin(page.url, form.action or page.url)
        if form.method.lower() == "get":
            return self.get(f"{urlsplit(there).path}?{urlencode(data)}")
        return self._follow(self._ask("POST", there, data))

    def _ask(self, method, url, data):
        self.trail.append((method, urlsplit(url).path))
        return self.fetch(method, url, data)

    def _follow(self, page):
        for _ in range(MOST_REDIRECTS):
            if page.status not in {301, 302, 303}:
                return page
            page = self._ask("GET", urljoin(page.url, page.headers["location"]), None)
        raise AssertionError(f"{page.url} leads in circles")


def through(client):
    """Return a fetcher over Django's test client."""

    def fetch(method, url, data):
        body = urlencode(data) if data is not None else ""
        response = client.generic(
            method,
            url,
            body,
            content_type=FORM,
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Page(url, response.status_code, headers, response.content)

    return fetch


class Wire:
    """A fetcher over HTTP to a server at `host` and `port`, with a cookie jar."""

    def __init__(self, host, port):
        self.host, self.port, self.cookies = host, port, {}

    def __call__(self, method, url, data, **headers):
        door = http.client.HTTPConnection(self.host, self.port, timeout=20)
        try:
            parts = urlsplit(url)
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            body = urlencode(data) if data is not None else None
            door.request(method, path, body, self._headers(method) | headers)
            answer = door.getresponse()
            told = answer.getheaders()
            self._keep(value for name, value in told if name.lower() == "set-cookie")
            known = {name.lower(): value for name, value in told}
            return Page(url, answer.status, known, answer.read())
        finally:
            door.close()

    def _headers(self, method):
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": jar} if jar else {}
        if method == "POST":
            headers |= {"Content-Type": FORM, "Sec-Fetch-Site": "same-origin"}
        return headers

    def _keep(self, lines):
        for line in lines:
            for name, morsel in SimpleCookie(line).items():
                if morsel.value and morsel["max-age"] != "0":
                    self.cookies[name] = morsel.value
                else:
                    self.cookies.pop(name, None)
