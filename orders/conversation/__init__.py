"""The conversation about an order: questions on its page, answers from the shop."""

from __future__ import annotations
