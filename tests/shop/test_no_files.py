"""No file gets in: no page asks for one, no code reads one, sending one gets 415."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.urls import URLResolver, get_resolver

from tests.house import tree
from tests.shop.test_screened_fields import every_form

FILE = (
    b'--x\r\nContent-Disposition: form-data; name="photo"; filename="passport.png"\r\n'
    b"Content-Type: image/png\r\n\r\n\x89PNG\r\n--x--\r\n"
)
MULTIPART = "multipart/form-data; boundary=x"
FORM = "application/x-www-form-urlencoded"
ASKS = re.compile(r"""type\s*=\s*["']?file\b|enctype|formenctype""", re.IGNORECASE)
READS = re.compile(
    r"\.FILES\b|\b(?:File|Image)Field\(|FileInput\b|MultiPartParser|UploadHandler\b"
)
PART = re.compile(r"<(?:(\w+):)?\w+>")
SAMPLES = {"int": "1", "uuid": "01a204f5-e478-7662-96a6-31c622d80b2d"}


def addresses(resolver=None, before=""):
    """Return a path for every address of the URLconf, but those of the staff."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        path = before + _filled(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += [] if path == "staff/" else addresses(pattern, path)
        else:
            found.append("/" + path)
    return found


def _filled(pattern):
    return PART.sub(lambda part: SAMPLES.get(part[1], "abc"), str(pattern))


def test_a_file_is_turned_away_everywhere(client):
    for path in addresses():
        answer = client.generic("POST", path, FILE, content_type=MULTIPART)
        assert answer.status_code == 415, path
        assert "We take no files" in answer.content.decode()
        for method in ("PUT", "PATCH", "DELETE"):
            other = client.generic(method, path, FILE, content_type=MULTIPART)
            assert other.status_code == 405, path


@pytest.mark.parametrize("path", ["/contact/question/", "/checkout/details/"])
def test_the_same_address_takes_a_plain_form(client, path):
    answer = client.generic("POST", path, b"photo=none", content_type=FORM)
    assert answer.status_code in {200, 303, 403}


def test_files_of_unknown_length_are_turned_away(client):
    told = {"content_type": MULTIPART, "CONTENT_LENGTH": ""}
    answer = client.generic("POST", "/contact/question/", FILE, **told)
    assert answer.status_code == 415


def test_the_walk_reaches_every_part_of_the_site():
    found = addresses()
    assert len(found) > 30
    assert {"/contact/abc/", "/checkout/details/", "/orders/abc/"} <= set(found)
    assert not [path for path in found if "<" in path]


def test_no_template_asks_for_a_file():
    assert asking(tree.texts(".html", under=("templates/",))) == []


def test_a_template_that_asks_for_one_is_found():
    bad = {
        "a.html": '<input name="a" type="file">',
        "b.html": "<input type=file>",
        "c.html": '<form method="post" EncType="multipart/form-data">',
        "good.html": '<input type="text" name="file"> a profile of type files',
    }
    assert asking(bad) == ["a.html", "b.html", "c.html"]


def asking(texts):
    """Return the templates that ask for a file."""
    return [path for path, text in texts.items() if ASKS.search(text)]


def test_no_code_of_the_site_reads_a_file_that_is_sent():
    assert reading(tree.texts(".py", under=("shop/", "orders/", "privacy/"))) == []


def test_code_that_reads_one_is_found():
    bad = {
        "a.py": "request.FILES",
        "b.py": "photo = forms.ImageField()",
        "c.py": "widget=forms.FileInput",
        "good.py": "files = profiles(FILES)",
    }
    assert reading(bad) == ["a.py", "b.py", "c.py"]


def reading(texts):
    """Return the modules that read files out of a request."""
    found = {path: READS.findall(text) for path, text in texts.items()}
    allowed = {"FILE_UPLOAD_HANDLERS"}
    return [path for path, names in found.items() if set(names) - allowed]


def test_no_form_and_no_table_has_a_place_for_a_file(settings):
    fields = [f for form in every_form() for f in form.base_fields.values()]
    assert not [field for field in fields if isinstance(field, forms.FileField)]
    columns = [c for model in apps.get_models() for c in model._meta.get_fields()]
    assert not [column for column in columns if isinstance(column, models.FileField)]
    assert settings.FILE_UPLOAD_HANDLERS == []
