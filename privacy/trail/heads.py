"""Tree heads: how many entries there are and the root over them, signed each day.

Whoever keeps a head elsewhere can show later that nothing before it was changed.
"""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction

from privacy.certificates import keys
from privacy.certificates.canonical import canonical
from privacy.trail import recording
from privacy.trail.entry import moment

VERSION = 1
TYPE = "tree head"


class TreeHead(models.Model):
    """One signed head. Triggers refuse every change of its row."""

    # From 0 and without a gap.
    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    # How many entries the root is over.
    size = models.BigIntegerField()
    root = models.BinaryField()
    shop = models.CharField(max_length=200)
    key = models.CharField(max_length=43)
    signature = models.BinaryField()

    objects: ClassVar[Any] = models.Manager()

    class PersonalData:
        """Numbers, hashes, the shop's own name; it is never deleted."""

        not_personal = ("number", "at", "size", "root", "shop", "key", "signature")

    def __str__(self) -> str:
        """Name the row."""
        return f"tree head {self.number}"

    def document(self) -> dict[str, Any]:
        """Return what is signed."""
        return {
            "type": TYPE,
            "version": VERSION,
            "shop": self.shop,
            "number": self.number,
            "at": moment(self.at),
            "size": self.size,
            "root": bytes(self.root).hex(),
            "key": self.key,
        }

    def as_json(self) -> dict[str, Any]:
        """Return it with its signature, as it is kept elsewhere."""
        signature = base64.b64encode(bytes(self.signature)).decode()
        return self.document() | {"signature": signature}


def sign(*, size: int, root: bytes, at: datetime) -> TreeHead:
    """Sign a head over the first `size` entries, whose root the caller has looked at.

    Raises privacy.encryption.keyset.KeysetError while no key signs.
    """
    head = TreeHead(at=at, size=size, root=root, shop=settings.SHOP_NAME)
    head.key = keys.current_id()
    with transaction.atomic(using=recording.database()):
        recording.one_at_a_time()
        last = newest()
        head.number = last.number + 1 if last else 0
        head.signature = keys.sign(canonical(head.document()))
        head.save(force_insert=True)
    return head


def newest() -> TreeHead | None:
    """Return the head that was signed last; None before the first."""
    found: TreeHead | None = TreeHead.objects.order_by("-number").first()
    return found
