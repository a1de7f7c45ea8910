"""An entry of the trail: who did what with which fields, when and why, and no value."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from django.db import models

from privacy.certificates.canonical import canonical
from privacy.trail import merkle

VERSION = 1


class Kind(models.TextChoices):
    """What is written into the trail."""

    REVEAL = "reveal", "Looked at values"
    SEARCH = "search", "Searched"
    DECISION = "decision", "Worked on a request"
    ORDER = "order", "Worked on an order"
    EXPORT = "export", "Export"
    HOLD = "hold", "Legal hold"
    KEYS = "keys", "Changed keys"
    SIGN_IN = "sign_in", "Signed in or out"
    RIGHTS = "rights", "Changed rights"
    SETTING = "setting", "Changed a setting"


class TrailEntry(models.Model):
    """One act of somebody of the shop. Triggers refuse every change of its row.

    `by` and `about` are random names (`privacy.trail.names`), which stand for nobody
    any more once the person is erased: the entry stays as it was signed.
    """

    # The index of the leaf, from 0 and without a gap.
    position = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    # A code of the kind, such as "approved" or "rotate-people".
    what = models.CharField(max_length=40)
    # None where a command or the program did it.
    by = models.UUIDField(null=True)
    # Whose rights were changed.
    about = models.UUIDField(null=True)
    # Labels such as "orders.Order.contact_name".
    fields = models.JSONField(default=list)
    # Such as the order that was looked at.
    row_id = models.UUIDField(null=True)
    # A code from a list, such as "delivery"; words stand where the person's key is.
    why = models.CharField(max_length=40, blank=True)
    # The hash of the entry before; of the first, that of the empty tree.
    previous = models.BinaryField()
    # The leaf's hash after RFC 9162.
    hash = models.BinaryField()
    # Which key signed the hash, and its Ed25519 signature.
    key = models.CharField(max_length=43)
    signature = models.BinaryField()

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        """Read by those who have the right."""

        verbose_name = "entry of the trail"
        verbose_name_plural = "the trail"
        default_permissions = ()
        permissions = (("read_trail", "Can read the trail"),)

    class PersonalData:
        """Codes, labels, random names and hashes; it is never deleted."""

        not_personal = (
            *("position", "at", "kind", "what", "by", "about", "fields", "row_id"),
            *("why", "previous", "hash", "key", "signature"),
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"entry {self.position}"

    def document(self) -> dict[str, Any]:
        """Return what is hashed: all that the entry says, in plain forms."""
        return {
            "version": VERSION,
            "position": self.position,
            "at": moment(self.at),
            "kind": str(self.kind),
            "what": self.what,
            "by": _text(self.by),
            "about": _text(self.about),
            "fields": self.fields,
            "row": _text(self.row_id),
            "why": self.why,
            "previous": bytes(self.previous).hex(),
        }

    def leaf_hash(self) -> bytes:
        """Return the hash of what it says now (RFC 9162, section 2.1.1).

        Raises privacy.certificates.canonical.NotCanonical for what no program wrote.
        """
        return merkle.leaf_hash(canonical(self.document()))


def signed(leaf: bytes) -> bytes:
    """Return what the signature of an entry is over: nothing else begins like it."""
    return b"trail entry 1\n" + leaf


def moment(at: datetime) -> str:
    """Return a time as it is hashed: in UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _text(value: object) -> str:
    return "" if value is None else str(value)
