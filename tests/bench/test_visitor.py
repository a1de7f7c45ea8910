"""The measuring visitor fills in forms and follows pages as a browser would."""

import pytest

from bench.visitor import Answer, Visitor, forms

PAGE = """
<form action="/search/"><input name="q" value="wax &amp; ink"></form>
<form method="post" action="/details/">
<input type="hidden" name="token" value="t"><input type="email" name="email">
<input type="radio" name="way" value="own" checked><input type="radio" name="way"
 value="shop"><input type="checkbox" name="agreed" value="on">
<select name="country"><option value="FR">France</option>
<option value="GB" selected>United Kingdom</option></select>
<select name="region"><option value="">Choose</option><option value="x">X</option>
</select><button name="update" value="1">Update</button></form>
"""


class Shop:
    """Answers from a script and remembers what it was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def __call__(self, method, path, headers, body):
        self.asked.append((method, path, headers, body.decode()))
        return self.answers.pop(0)


def page(text="", status=200, **headers):
    return Answer(status, list(headers.items()), text.encode())


def test_a_form_holds_what_a_browser_would_send_untouched():
    search, details = forms(PAGE)
    assert (search.action, search.answers) == ("/search/", {"q": "wax & ink"})
    sent = {"token": "t", "email": "", "way": "own", "country": "GB", "region": ""}
    assert details.answers == sent
    assert details.names == {*sent, "agreed"}


def test_a_form_is_sent_with_what_was_typed_and_where_it_comes_from():
    shop = Shop(page(PAGE), page(status=303, Location="/next/"), page("Next"))
    visitor = Visitor(shop, "127.0.0.1:8000")
    visitor.get("/details/")
    visitor.submit(visitor.form("email"), email="a@example.net")
    method, path, headers, body = shop.asked[1]
    assert (method, path) == ("POST", "/details/")
    assert "email=a%40example.net" in body
    assert headers["Origin"] == "https://127.0.0.1:8000"
    assert (visitor.path, visitor.answer.body) == ("/next/", b"Next")


def test_cookies_are_kept_and_given_up():
    kept = page(**{"Set-Cookie": "basket=abc; Path=/"})
    gone = page(**{"Set-Cookie": 'basket=""; Max-Age=0; Path=/'})
    shop = Shop(kept, gone, page())
    visitor = Visitor(shop, "127.0.0.1")
    for _ in range(3):
        visitor.get("/")
    told = [headers.get("Cookie") for _, _, headers, _ in shop.asked]
    assert told == [None, "basket=abc", None]


@pytest.mark.parametrize("status", [404, 422, 500])
def test_a_page_that_is_not_there_stops_the_measurement(status):
    with pytest.raises(RuntimeError, match=str(status)):
        Visitor(Shop(page(status=status)), "127.0.0.1").get("/")


def test_a_question_that_no_form_asks_stops_the_measurement():
    visitor = Visitor(Shop(page(PAGE)), "127.0.0.1")
    visitor.get("/")
    with pytest.raises(RuntimeError, match="telephone"):
        visitor.form("telephone")
    with pytest.raises(RuntimeError, match="telephone"):
        visitor.submit(visitor.form("email"), telephone="1")
