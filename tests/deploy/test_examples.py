"""The examples for proxy and packet filter agree with what the program itself holds."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from deploy import web
from deploy.packages import ROOT

EXAMPLES = ROOT / "deploy" / "examples"


def example(name):
    return (EXAMPLES / name).read_text()


def values(name, directive):
    """Return what each line with this directive says."""
    return re.findall(rf"^\s*{directive}\s+(.+?);?$", example(name), re.MULTILINE)


def test_bodies_have_one_limit_in_all_three():
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert values("nginx.conf", "client_max_body_size") == [f"{most // 1024}k"]
    assert values("modsecurity.conf", "SecRequestBodyLimit") == [str(most)]
    assert values("modsecurity.conf", "SecRequestBodyNoFilesLimit") == [str(most)]
    fields = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert values("modsecurity.conf", "SecArgumentsLimit") == [str(fields)]


def test_heads_are_as_long_as_the_web_server_takes():
    (_count, size), *_ = (
        each.split() for each in values("nginx.conf", "large_client_header_buffers")
    )
    assert int(size.rstrip("k")) * 1024 - 2 == web.limit_request_line


def test_every_way_to_the_program_tells_who_calls_and_believes_nobody():
    places = example("nginx.conf").split("location ")[1:]
    assert len(places) == 4
    for place in places:
        if "proxy_set_header" not in place and "readyz" in place:
            continue
        assert "proxy_set_header X-Forwarded-For $remote_addr;" in place
        assert "proxy_set_header X-Forwarded-Proto $scheme;" in place
    assert "proxy_add_x_forwarded_for" not in example("nginx.conf")


def test_only_tls_of_today_is_offered():
    assert values("nginx.conf", "ssl_protocols") == ["TLSv1.2 TLSv1.3"]
    (ciphers,) = values("nginx.conf", "ssl_ciphers")
    assert ciphers.count(":") == 5
    for cipher in ciphers.split(":"):
        assert cipher.startswith("ECDHE-")
        assert cipher.endswith(("GCM-SHA256", "GCM-SHA384", "CHACHA20-POLY1305"))


def test_no_log_of_the_proxy_holds_an_address_or_a_path():
    (shape,) = re.findall(r"log_format quiet '([^']*)'", example("nginx.conf"))
    assert not set(re.findall(r"\$\w+", shape)) & {
        *("$remote_addr", "$request", "$request_uri", "$uri", "$args"),
        *("$http_referer", "$http_user_agent", "$remote_user", "$http_cookie"),
    }
    assert {each.split()[-1] for each in values("nginx.conf", "access_log")} == {
        "off",
        "quiet",
    }
    assert values("nginx.conf", "error_log")[0].endswith(" crit")
    assert values("modsecurity.conf", "SecAuditEngine") == ["Off"]


@pytest.mark.parametrize("chain", ["incoming", "through", "outgoing"])
def test_the_packet_filter_drops_what_no_line_allows(chain):
    (head,) = re.findall(rf"chain {chain} {{\n(.+)\n", example("nftables.conf"))
    assert "policy drop;" in head
