"""The door: every request passes here first, every answer passes here last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from shop.firewall import addresses, answers, callers, counting, heads, rules
from shop.firewall.leaving import leads_away
from shop.firewall.rules import Rule

Look = Callable[[Mapping[str, Any]], bool]


class Firewall:
    """Middleware: asks each rule, counts what is turned away, adds headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the rest of the program, and the settings once."""
        self.get_response = get_response
        self.looks = looks()
        self.behind_proxy = settings.BEHIND_PROXY

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Turn the request away, or answer as the program does."""
        environ = request.META
        if self.behind_proxy:
            callers.told_by_proxy(environ)
        for rule, is_broken in self.looks:
            if is_broken(environ):
                return _refuse(rule)
        response = self.get_response(request)
        if response.status_code >= 300:
            response = _looked_at(request, response)
        for name, value in answers.ALWAYS.items():
            response.headers.setdefault(name, value)
        return response

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Answer for a body that broke off or came too slowly."""
        if isinstance(exception, UnreadablePostError):
            return answers.turned_away(rules.SLOW)
        return None


def looks() -> tuple[tuple[Rule, Look], ...]:
    """Return the rules in the order in which they are asked, as the settings say.

    Method and host come first: the others may rely on them.
    """
    networks = callers.StaffNetworks(settings.STAFF_NETWORKS)
    calls = callers.Calls(pages=settings.FIREWALL_PAGES, forms=settings.FIREWALL_FORMS)
    always: tuple[tuple[Rule, Look], ...] = (
        (rules.METHOD, heads.is_unknown_method),
        (rules.HOST, heads.Hosts().are_strange),
        (rules.TARGET, addresses.is_no_path),
        (rules.LENGTH, addresses.is_too_long),
        (rules.HEAD, heads.is_too_large),
        (rules.CONTROL, addresses.has_control_characters),
        (rules.BACKSLASH, addresses.has_backslash),
        (rules.DOTS, addresses.has_dot_segments),
        (rules.TWICE, addresses.is_encoded_twice),
        (rules.FRAMING, heads.has_no_length),
        (rules.CALLS, calls.are_too_many),
    )
    if networks.networks:
        return (*always, (rules.STAFF_NETWORK, networks.are_left))
    return always


def _refuse(rule: Rule) -> HttpResponse:
    counting.count(rule)
    return answers.turned_away(rule)


def _looked_at(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Count what the program turned away; stop what would lead to another site."""
    if response.status_code < 400:
        location = response.headers.get("Location", "/")
        if not leads_away(
            location,
            host=request.get_host(),
            allowed=settings.FIREWALL_LEADS_TO,
        ):
            return response
        return _refuse(rules.LEAVING)
    rule = rules.BY_STATUS.get(response.status_code)
    if rule is not None:
        counting.count(rule)
    return response
