"""What can't be done from where something stands: a sentence for whoever asked."""

from __future__ import annotations


class NotAllowed(Exception):
    """It can't be done now; the text says what to do instead."""
