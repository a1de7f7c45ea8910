"""Maya with two orders, and cases, as the tests of erasing have them."""

from __future__ import annotations

from tests.privacy.erasure.conftest import buys, case_of, maya

__all__ = ["buys", "case_of", "maya"]
