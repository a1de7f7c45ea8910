"""What the site holds and never shows: it would open a browser of the same person."""

from __future__ import annotations

from privacy.copies import wording

_SESSION = "shop.BrowserSession"

wording.withhold(_SESSION, "session_key", "a key to your browser, so it is not shown")
wording.withhold(_SESSION, "session_data", "ids for the program, signed by it")
