"""Every page has its landmarks, fits its screen, reads well, and weighs little."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import brotli
import pytest
from django.shortcuts import render
from django.test import RequestFactory

from shop.demo import loading

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
PATHS = (
    "/",
    "/departments/everything/",
    "/departments/envelopes/?colour=green",
    "/products/night-post-envelopes/",
    "/products/vermilion-ink/",
    "/products/travellers-refills/",
    "/products/dot-journal/",
    "/search/?q=wax",
    "/search/?q=zeppelin",
    "/basket/",
    "/contact/",
    "/contact/?choose=1",
    "/contact/question/",
    "/contact/erase/",
    "/contact/correct/",
    "/your-data/",
    "/privacy/",
    "/accounts/sign-in/",
    "/nothing-here/",
)
INLINE = re.compile(
    r"<style|<script(?![^>]*\bsrc=)|\sstyle\s*=|<[^>]*\son[a-z]+\s*=|javascript:", re.I
)


class Landmarks(HTMLParser):
    """Counts tags and collects ids and addresses."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.ids, self.links = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        named = dict(attrs)
        self.ids += [named["id"]] if "id" in named else []
        self.links += [named["href"]] if tag == "a" else []


@pytest.fixture
def open_shop(client, at):
    loading.load(at=at)
    return client


@pytest.mark.parametrize(
    "template",
    [
        path
        for path in sorted(TEMPLATES.rglob("*.html"))
        # Mail programs read nothing but inlined styles.
        if "letters" not in path.parts
    ],
    ids=lambda path: str(path.relative_to(TEMPLATES)),
)
def test_no_template_has_inline_style_script_or_handler(template):
    assert not INLINE.findall(template.read_text("utf-8"))


@pytest.mark.parametrize(
    "html",
    [
        "<p style='x'>",
        "<style>",
        "<script>x</script>",
        '<a onclick="x">',
        '<a href="javascript:x">',
    ],
)
def test_the_search_for_inline_code_finds_it(html):
    assert INLINE.findall(html)


def test_every_page_has_one_main_one_heading_and_no_id_twice(open_shop):
    for path in PATHS:
        found = Landmarks(open_shop.get(path).content.decode())

        assert found.tags.count("main") == 1, path
        assert found.tags.count("h1") == 1, path
        assert len(found.ids) == len(set(found.ids)), path


def test_every_page_links_only_to_pages_that_exist(open_shop):
    seen = {
        link.split("#")[0]
        for path in PATHS
        for link in Landmarks(open_shop.get(path).content.decode()).links
        if link.startswith("/")
    }

    statuses = {link: open_shop.get(link, follow=True).status_code for link in seen}

    assert len(seen) > 20
    assert {link: code for link, code in statuses.items() if code != 200} == {}


def test_every_page_weighs_at_most_14_kilobytes_compressed(open_shop):
    weights = {
        path: len(brotli.compress(open_shop.get(path).content)) for path in PATHS
    }

    assert max(weights.values()) <= 14 * 1024, weights


def test_looking_around_sets_no_cookie(open_shop):
    for path in PATHS:
        open_shop.get(path)

    assert not open_shop.cookies


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("403.html", "You cannot open this page"),
        ("404.html", "Page not found"),
        ("413.html", "That was too much"),
        ("415.html", "We take no files"),
        ("429.html", "Too many tries"),
        ("500.html", "Something broke on our side"),
    ],
)
def test_every_refusal_has_a_page_of_its_own(db, template, words):
    request = RequestFactory().get("/")

    html = render(request, template).content.decode()

    assert f"<h1>{words}</h1>" in html
    assert '<meta name="robots" content="noindex">' in html


def test_the_page_for_a_broken_program_needs_no_program():
    html = (TEMPLATES / "500.html").read_text("utf-8")

    assert "{%" not in html
    assert "{{" not in html


def test_a_page_that_is_not_there_says_so(open_shop):
    response = open_shop.get("/nothing-here/")

    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_the_head_of_the_staff_pages_names_nobody(client, staff):
    client.force_login(staff)

    html = client.get("/staff/").content.decode()

    assert "Signed in" in html
    assert "Sign out" in html
    assert "staff@example.net" not in html
    assert "Sam Staff" not in html
    assert "theme.js" not in html


@pytest.mark.browser
@pytest.mark.parametrize("page", [(320, "light")], indirect=True)
def test_nothing_sticks_out_of_a_narrow_screen(page):
    for path in PATHS:
        page.goto(path)

        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


@pytest.mark.browser
def test_a_page_asks_nobody_but_the_shop(page, live_server):
    asked = []
    page.on("request", lambda each: asked.append(each.url))

    for path in PATHS:
        page.goto(path)

    assert len(asked) > len(PATHS)
    assert [url for url in asked if not url.startswith(live_server.url)] == []
    assert page.context.cookies() == []


MOVING = """() => {
    document.documentElement.style.colorScheme = 'dark';
    for (const each of document.querySelectorAll('a, button')) each.style.color = 'red';
    getComputedStyle(document.body).color;
    return document.getAnimations().length;
}"""


def test_for_whoever_wants_no_motion_nothing_moves_not_even_shortly(page):
    page.goto("/")
    assert page.evaluate(MOVING) > 0, "or else this test shows nothing"
    page.emulate_media(reduced_motion="reduce")
    page.goto("/")
    assert page.evaluate(MOVING) == 0
