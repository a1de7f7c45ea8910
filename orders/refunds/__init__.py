"""Refunds: money that goes back, in part or whole, once and never more than was paid.

``sent`` is sent with ``refund``, ``at`` and ``by`` inside the transaction that notes
that the money is on its way: what follows from it happens then, or nothing does.
"""

from __future__ import annotations

from django.dispatch import Signal

sent = Signal()
