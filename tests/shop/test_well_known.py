"""What programs look for at fixed addresses is there, and right by its standard."""

from __future__ import annotations

from urllib.robotparser import RobotFileParser

import jsonschema
import pytest
from sectxt import Parser

# The published schema of GPC's support resource (W3C draft; SchemaStore "gpc.json",
# seen 2026-11-22): "gpc" is asked for, the version is a number, the date is text.
GPC_SCHEMA = {
    "type": "object",
    "required": ["gpc"],
    "properties": {
        "gpc": {"type": "boolean"},
        "version": {"type": "integer", "default": 1},
        "lastUpdate": {"type": "string", "format": "date"},
    },
}
PRIVATE = ("/orders/x/", "/cases/x/", "/your-data/", "/staff/", "/checkout/details/")


@pytest.fixture
def published(settings):
    settings.SHOP_ORIGIN = "https://shop.example.net"


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    return response


def conforms(told):
    checker = jsonschema.FormatChecker()
    jsonschema.validate(told, GPC_SCHEMA, format_checker=checker)


def test_gpc_is_honoured_and_said_so(client):
    told = read(client, "/.well-known/gpc.json").json()
    conforms(told)
    assert told["gpc"] is True


@pytest.mark.parametrize("wrong", [{}, {"gpc": "yes"}, {"gpc": 1, "lastUpdate": 1}])
def test_the_schema_refuses_what_is_wrong(wrong):
    with pytest.raises(jsonschema.ValidationError):
        conforms(wrong)


def faults(text):
    return [fault["code"] for fault in Parser(text.encode()).errors]


def test_security_txt_is_as_rfc_9116_asks(client, published):
    response = read(client, "/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    text = response.content.decode()
    assert faults(text) == []
    assert "Contact: mailto:" in text
    assert "Canonical: https://shop.example.net/.well-known/security.txt" in text


def test_security_txt_of_the_demo_names_no_address_without_tls(client, settings):
    settings.SHOP_ORIGIN = "http://127.0.0.1:8000"
    text = read(client, "/.well-known/security.txt").content.decode()
    assert "Canonical" not in text
    assert faults(text) == []


def test_the_contact_is_a_setting(client, settings):
    settings.SECURITY_CONTACT = "https://shop.example.net/contact/"
    text = read(client, "/.well-known/security.txt").content.decode()
    assert "Contact: https://shop.example.net/contact/\r\n" in text


@pytest.mark.parametrize("line", ["Contact", "Expires"])
def test_the_parser_sees_what_is_missing(client, published, line):
    text = read(client, "/.well-known/security.txt").content.decode()
    left = [each for each in text.splitlines() if not each.startswith(line)]
    assert faults("\r\n".join(left) + "\r\n")


def test_crawlers_are_told_which_pages_are_personal(client):
    response = read(client, "/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    rules = RobotFileParser()
    rules.parse(response.content.decode().splitlines())
    assert not any(rules.can_fetch("anybody", path) for path in PRIVATE)
    assert all(rules.can_fetch("anybody", path) for path in ("/", "/privacy/"))


def test_the_policy_page_answers_the_signal(client):
    silent = client.get("/privacy/")
    asking = client.get("/privacy/", headers={"Sec-GPC": "1"})
    assert "Your browser asks that your data is not sold" in asking.content.decode()
    assert "Your browser asks" not in silent.content.decode()
    assert "Sec-GPC" in silent["Vary"]


def test_a_signal_of_another_form_is_none(client):
    odd = client.get("/privacy/", headers={"Sec-GPC": "true"})
    assert "Your browser asks" not in odd.content.decode()
