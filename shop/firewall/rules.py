"""Every rule of the firewall: its name, what it turns away, and what the caller reads.

A rule holds no reason of its own to exist: docs/firewall.md has it, and says what else
would break if the rule were not there.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One rule: `turns_away` is for the staff's page, `title` and `says` for callers.

    `status` is after RFC 9110, section 15.5, and RFC 6585.
    """

    key: str
    status: int
    turns_away: str
    title: str
    says: str


_ODD = "We could not read that address"
_FROM_THE_FRONT = "No page of ours is there. Begin on the front page."


def _address(key: str, turns_away: str) -> Rule:
    return Rule(key, 400, turns_away, _ODD, _FROM_THE_FRONT)


METHOD = Rule(
    "method",
    405,
    "Methods other than GET, HEAD and POST, or one that the page does not take",
    "That can’t be done here",
    "Pages of ours are opened, and their forms are sent. Go back and use the form.",
)
HOST = Rule(
    "host",
    400,
    "Host names that are not the shop’s",
    "That is not our name",
    "Your browser asked for a shop of another name. Type our address in again.",
)
TARGET = _address("target", "Targets that begin with a host or with two slashes")
LENGTH = Rule(
    "length",
    414,
    "Addresses of more than 8,190 characters",
    "That address is too long",
    "Shorten what you look for, then try again.",
)
HEAD = Rule(
    "head",
    431,
    "More than 100 header fields, or more than 8,190 characters of cookies",
    "Your browser sent too much",
    "Clear the cookies of this site in your browser, then try again.",
)
CONTROL = _address("control", "Control characters in a path: NUL, line ends")
BACKSLASH = _address("backslash", "Backslashes in a path")
DOTS = _address("dots", "Dot segments in a path, also encoded ones")
TWICE = _address("twice", "Paths that were encoded twice, or are not UTF-8")
FRAMING = Rule(
    "framing",
    411,
    "Bodies in pieces, or without a length that can be read",
    "We could not see how long that was",
    "Go back, load the page again and send the form once more. Nothing was changed.",
)
STAFF_NETWORK = Rule(
    "staff-network",
    403,
    "Staff pages asked for from outside the networks in STAFF_NETWORKS",
    "The staff pages do not open from here",
    "Open them from the shop’s own network.",
)
CALLS = Rule(
    "calls",
    429,
    "More pages or forms in a minute than FIREWALL_PAGES and FIREWALL_FORMS allow",
    "That was very fast",
    "Wait a minute, then go back: what you typed is still in your browser.",
)
LEAVING = Rule(
    "leaving",
    400,
    "Answers of our own that would have led to another site",
    "That link leads away from us",
    "We did not follow it. Begin on the front page.",
)
SLOW = Rule(
    "slow",
    408,
    "Requests that took longer than 20 seconds to arrive",
    "That took too long to arrive",
    "Nothing was changed. Go back and send the form once more.",
)
# What the rest of the program turns away; the door only counts it.
SERVER = Rule("server", 400, "What the web server itself could not read", "", "")
UNREADABLE = Rule("unreadable", 400, "Forms that can’t be read, or 500 fields", "", "")
NOT_ALLOWED = Rule(
    "not-allowed",
    403,
    "Pages of somebody else, staff pages without the right, forms of other sites",
    "",
    "",
)
SIZE = Rule("size", 413, "Bodies larger than 256 KB", "", "")
FORMAT = Rule("format", 415, "Files, and every body that is no plain form", "", "")
TRIES = Rule("tries", 429, "Too many tries at a password, code or form", "", "")

RULES = (
    *(METHOD, HOST, TARGET, LENGTH, HEAD, CONTROL, BACKSLASH, DOTS, TWICE),
    *(FRAMING, STAFF_NETWORK, CALLS, LEAVING, SLOW, SERVER, UNREADABLE, NOT_ALLOWED),
    *(SIZE, FORMAT, TRIES),
)
BY_STATUS = {
    400: UNREADABLE,
    403: NOT_ALLOWED,
    405: METHOD,
    413: SIZE,
    415: FORMAT,
    429: TRIES,
}
"""The rule under which an answer of the program itself is counted."""
