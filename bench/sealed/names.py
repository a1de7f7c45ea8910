"""What the figures are called, by those who take them and those who judge them."""

from __future__ import annotations

CREATED = "bulk_create"
LISTED = "list, nothing personal read"
ENVELOPE = "list, addresses read"
READ = "list, everything read"
COLD = "list, everything read, no key in memory"
GOT = "get by pk, everything read"
FOUND = "get by e-mail"
