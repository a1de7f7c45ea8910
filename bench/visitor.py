"""A browser without pictures: cookies, redirects, forms; on loopback or in process."""

from __future__ import annotations

import http.client
import io
import re
from collections.abc import Callable
from html import unescape
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import urlencode, urljoin, urlsplit

REDIRECTS = {301, 302, 303, 307, 308}
FORM = "application/x-www-form-urlencoded"
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_CONTROL = re.compile(r"<(input|select|option|textarea)\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


class Answer(NamedTuple):
    """What the server said: status, headers as sent, and the body."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """The header's value, or "" where it is missing."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), "")


Headers = dict[str, str]
Send = Callable[[str, str, Headers, bytes], Answer]


def over_loopback(port: int) -> Send:
    """Send requests to the server on this port of this machine."""

    def send(method: str, path: str, headers: Headers, body: bytes) -> Answer:
        door = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            door.request(method, path, body or None, headers)
            answer = door.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())
        finally:
            door.close()

    return send


def in_process(application: Callable[..., Any]) -> Send:
    """Call a WSGI application directly (PEP 3333)."""

    def send(method: str, path: str, headers: Headers, body: bytes) -> Answer:
        told: list[Any] = []
        parts = application(_environ(method, path, headers, body), _noting(told))
        try:
            content = b"".join(parts)
        finally:
            parts.close()
        return Answer(int(told[0].split()[0]), told[1], content)

    return send


def _noting(told: list[Any]) -> Callable[..., None]:
    return lambda status, headers, _error=None: told.extend((status, headers))


def _environ(method: str, path: str, headers: Headers, body: bytes) -> dict[str, Any]:
    address = urlsplit(path)
    fields = {f"HTTP_{k.upper().replace('-', '_')}": v for k, v in headers.items()}
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": address.path,
        "QUERY_STRING": address.query,
        "CONTENT_TYPE": headers.get("Content-Type", ""),
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **fields,
    }


class Form:
    """A form of a page, with the answers that a browser would send untouched."""

    def __init__(self, action: str) -> None:
        """Begin empty; `action` is the address as written in the page."""
        self.action = action
        self.names: set[str] = set()
        self.answers: dict[str, str] = {}


def forms(page: str) -> list[Form]:
    """The forms of a page of ours.

    Read with two expressions and not with a parser: what the visitor spends must not
    show beside what the shop spends, where both share a process.
    """
    return [_form(found[1], found[2]) for found in _FORM.finditer(page)]


def _form(told: str, inside: str) -> Form:
    form = Form(_attributes(told).get("action", ""))
    select = ""
    for tag, text in _CONTROL.findall(inside):
        told_of = _attributes(text)
        name = told_of.get("name", select if tag == "option" else "")
        if tag == "select":
            select = name
        elif tag == "option" and "selected" not in text and name in form.answers:
            continue
        elif name and _is_sent(told_of.get("type", ""), text):
            form.answers[name] = told_of.get("value", "")
        form.names.add(name)
    return form


def _attributes(text: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(text)}


def _is_sent(kind: str, text: str) -> bool:
    """Whether a browser sends the control untouched."""
    return kind not in {"radio", "checkbox"} or " checked" in text


class Visitor:
    """One person's browser."""

    def __init__(self, send: Send, host: str) -> None:
        """Go through `send` to `host`, a name with a port, as if behind TLS."""
        self.send = send
        self.origin = f"https://{host}"
        self.cookies: dict[str, str] = {}
        self.path = "/"
        self.answer = Answer(0, [], b"")
        self.pages = 0
        self.bytes = 0

    def get(self, path: str) -> Answer:
        """Open a page, following redirects. Raises RuntimeError if it is not there."""
        return self._request("GET", path, b"")

    def form(self, name: str) -> Form:
        """The form of the open page that asks for `name`."""
        for form in forms(self.answer.body.decode()):
            if name in form.names:
                return form
        raise RuntimeError(f"{self.path} has no form with {name!r}.")

    def submit(self, form: Form, **typed: str) -> Answer:
        """Send the form with what was typed into it."""
        unknown = typed.keys() - form.names
        if unknown:
            raise RuntimeError(f"{self.path} does not ask for {sorted(unknown)}.")
        body = urlencode(form.answers | typed).encode()
        return self._request("POST", form.action or self.path, body)

    def _request(self, method: str, path: str, body: bytes) -> Answer:
        path = urljoin(self.path, path)
        answer = self.send(method, path, self._headers(method), body)
        self._keep_cookies(answer)
        self.pages += 1
        self.bytes += len(answer.body)
        if answer.status in REDIRECTS:
            self.path = path
            return self._request("GET", answer.header("Location"), b"")
        if answer.status != 200:
            raise RuntimeError(f"{method} {path} answered {answer.status}.")
        self.path, self.answer = path, answer
        return answer

    def _headers(self, method: str) -> Headers:
        headers = {
            "Host": urlsplit(self.origin).netloc,
            "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Measuring/1.0",
            "Accept": "text/html,application/xhtml+xml",
            "Accept-Language": "en-GB,en",
            "Accept-Encoding": "gzip, br",
            "X-Forwarded-Proto": "https",
        }
        if self.cookies:
            pairs = (f"{name}={value}" for name, value in self.cookies.items())
            headers["Cookie"] = "; ".join(pairs)
        if method == "POST":
            headers["Content-Type"] = FORM
            headers["Origin"] = self.origin
            headers["Referer"] = self.origin + self.path
            headers["Sec-Fetch-Site"] = "same-origin"
        return headers

    def _keep_cookies(self, answer: Answer) -> None:
        for name, value in answer.headers:
            if name.lower() != "set-cookie":
                continue
            for key, morsel in SimpleCookie(value).items():
                self.cookies[key] = morsel.coded_value
                if morsel["max-age"] == "0":
                    del self.cookies[key]
