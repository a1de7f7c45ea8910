"""`manage.py keys rotate-signing`: a new key that signs certificates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from privacy.certificates import keys
from privacy.encryption import keyfile, keyset, signing
from privacy.management.key_changes import BY_HAND, RESTART


def rotate_signing(*, out: Any, dry_run: bool) -> Iterator[str]:
    """Let a new key sign; the old one's public half stays published."""
    if dry_run:
        yield "A new key would sign certificates from now on. Nothing was changed."
    elif keyset.in_environment():
        yield BY_HAND
        fresh = signing.replaced(keyset.current().signing, at=timezone.now())
        yield 'Let "signing" in it be this, which is secret:'
        yield f"  {json.dumps(signing.written(fresh))}"
        yield RESTART
    else:
        at = timezone.now()
        keyfile.change(lambda found: keyfile.with_signing_replaced(found, at=at))
        yield f"{keys.current_id()} signs certificates now."
        yield "Keep a copy of the key file, and bring it to every machine of the shop."
