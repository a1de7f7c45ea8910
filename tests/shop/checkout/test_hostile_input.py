"""What no person types: every form takes it with a plain page and loses nothing."""

from urllib.parse import quote, quote_plus

import pytest

from shop.firewall.addresses import LONGEST
from tests.shop.customer import CHOICES, DETAILS, FORM, SAME

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% debug %}",
    "' OR 1=1 --",
    "\0",
    "a\0b",
    "\x1b[31m",
    "\u202egnp.exe",
    "\ufeff",
    "\ud800",
    "😀" * 50,
    "ﷺ" * 40,
    "\r\nBcc: x@example.net",
    "../../etc/passwd",
    "%00%0a",
    "-1",
    "9" * 400,
    "１２",
    "NaN",
    "1e999",
    "x" * 20_000,
    "Z̸̧̢̛" * 30,
    "[]",
    "null",
]
FORMS = {
    "/basket/add/": {"sku": "pen", "quantity": "1"},
    "/basket/update/": {"quantity-pen": "1"},
    "/basket/remove/": {"sku": "pen"},
    "/checkout/details/": DETAILS | {"update": "", "doubted": ""},
    "/checkout/delivery/": CHOICES | {"consent": ""},
    "/checkout/check/": {"checkout": "x", "mark": "x"},
    "/accounts/sign-in/": {"email": "a@example.net", "password": "x", "next": "/"},
    "/accounts/reset/": {"email": "a@example.net"},
}
FIELDS = [(path, name) for path, form in FORMS.items() for name in form]


def encoded(form):
    return "&".join(
        f"{quote_plus(name)}={quote_plus(value.encode('utf-8', 'surrogatepass'))}"
        for name, value in form.items()
    )


@pytest.mark.parametrize(("path", "field"), FIELDS)
def test_every_field_takes_everything(client, pen, path, field, settings):
    locmem = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": locmem, "LOCATION": field + path}}
    client.add("pen")
    client.fill()
    for value in HOSTILE:
        if path.startswith("/basket/"):
            client.add("pen")
        answer = client.post(path, encoded(FORMS[path] | {field: value}))
        assert answer.status_code in {200, 303, 422, 429}, value
        body = answer.content.decode()
        assert "<script>alert" not in body
        assert "<img src=x" not in body
        assert ">49" not in body


@pytest.mark.parametrize(
    "path",
    [
        "/basket/?said={}&sku={}",
        "/checkout/details/?ended={}",
        "/accounts/sign-in/?next={}&said={}",
        "/accounts/reset/{}/",
        "/accounts/password/{}/",
        "/orders/{}/",
    ],
)
def test_every_address_takes_everything(client, pen, path):
    client.add("pen")
    for value in HOSTILE:
        safe = quote(value.encode("utf-8", "surrogatepass"), safe="")
        address = path.format(safe, safe)
        answer = client.get(address)
        # What a path may not hold, and what is too long, comes to no page.
        turned_away = {400} if "?" not in path else set()
        turned_away |= {414} if len(address) > LONGEST else set()
        assert answer.status_code in {200, 303, 404, 410} | turned_away, value[:99]
        assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe=\xed\xa0\x80&=&&&;", FORM),
        (b'{"sku": [[[[[]]]]]}', "application/json"),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"a=" + b"x" * 300_000, FORM),
        (b"&".join(b"a%d=1" % n for n in range(600)), FORM),
    ],
)
def test_a_body_that_is_no_form_of_ours_breaks_nothing(client, pen, path, body, kind):
    client.add("pen")
    client.fill()
    answer = client.generic("POST", path, body, content_type=kind, headers=SAME)
    assert answer.status_code in {200, 303, 400, 413, 415, 422}
