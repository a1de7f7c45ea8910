"""What the site measures of its own pages, with and without TLS."""

from __future__ import annotations

import pytest

from shop import promises


def test_a_shop_with_tls_has_to_ask_for_it_always(client, db, settings, at):
    settings.ALLOWED_HOSTS = ["shop.example.net"]
    settings.SHOP_ORIGIN = "https://shop.example.net"
    settings.SECURE_HSTS_SECONDS = 0
    assert promises.pages_are_guarded(at).kept is False
    settings.SECURE_HSTS_SECONDS = 3600
    assert promises.pages_are_guarded(at).kept is True


def test_what_was_visited_is_told(client, db, at):
    found = promises.pages_load_nothing_from_others(at)
    assert found.kept
    assert f"We visited {found.counts['pages']} of our pages" in found.words


@pytest.mark.parametrize("odd", promises.ODD, ids=str)
def test_each_odd_request_is_stopped_by_the_door_alone(client, db, settings, at, odd):
    assert promises.odd_requests_are_turned_away(at).kept is True
    method, path, more = odd
    assert client.generic(method, path, **more).status_code in {400, 405, 411}
