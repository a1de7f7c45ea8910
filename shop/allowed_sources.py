"""What a page may load and where its forms may go: to ourselves, and nowhere else."""

from __future__ import annotations

from csp.constants import NONE, SELF

STAFF_PAGES = {
    "default-src": [NONE],
    "style-src": [SELF],
    "script-src": [SELF],
    "img-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "manifest-src": [SELF],
    "object-src": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
ALL_OTHERS = {**STAFF_PAGES, "require-trusted-types-for": ["'script'"]}
