"""The proof, before anything is opened, that the keys are those of this shop.

The vault holds a constant sealed under each key-encryption key, and its digest under
the index root. A wrong key fails here, in one sentence; a person whose key was
destroyed has nothing to do with it.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError

from privacy.encryption import envelope, keyset
from privacy.encryption.envelope import Unreadable
from privacy.encryption.keyset import Keyset, KeysetError
from privacy.vault.models import Canary, DataKey

CONSTANT = b"foldwell canary 1, of 32 bytes.."
INDEX = "index"
_KEY = "key "

_proved: Keyset | None = None


def prove() -> None:
    """Raise KeysetError unless the keys are the right ones; ask the vault only once.

    What has no proof yet, a new shop's keys or an added one, is given it.
    """
    global _proved
    if _proved != keyset.current():
        # As they are now: another process may just have added one.
        found = keyset.reread()
        verify(found)
        _proved = found


def prove_at_start() -> None:
    """Do so before the first request; a vault that does not answer yet can't say."""
    try:
        prove()
    except DatabaseError:
        # The first key that is needed will prove them, or find the vault still away.
        return


def after_migrating(using: str = "", **kwargs: Any) -> None:
    """Prove the keys once the vault has its tables: a receiver of post_migrate."""
    if using == "vault":
        verify(keyset.current())


def verify(keys: Keyset) -> None:
    """Compare `keys` with all proofs in the vault, or raise KeysetError."""
    proofs = {each.name: bytes(each.proof) for each in Canary.objects.all()}
    for key_id in needed():
        # Missing is another mistake than wrong, and says so.
        keys.key(key_id)
    for key_id, key in keys.keys.items():
        if not _is_right(key_id, key, proofs.get(_KEY + key_id)):
            raise _wrong(f"The key-encryption key {key_id!r} is")
    told = proofs.get(INDEX)
    if told is not None and not any(
        hmac.compare_digest(told, index_proof(root)) for root in _roots(keys)
    ):
        raise _wrong("The index root key is")
    _plant(keys, proofs)


def index_proof(root: bytes) -> bytes:
    """Return the digest that proves an index root."""
    return hmac.digest(envelope.derived(root, "canary"), CONSTANT, "sha256")


def needed() -> list[str]:
    """Return the ids of the keys under which data keys lie."""
    in_use = DataKey.objects.filter(wrapped__isnull=False)
    return list(in_use.values_list("key_id", flat=True).distinct().order_by("key_id"))


def prove_index_by(root: bytes) -> None:
    """Let `root` be what the index root is compared with from now on."""
    proof = index_proof(root)
    Canary.objects.update_or_create(name=INDEX, defaults={"proof": proof})


def remove(key_id: str) -> bool:
    """Take the proof of a key that was retired out of the vault, if it is there."""
    return bool(Canary.objects.filter(name=_KEY + key_id).delete()[0])


def forget() -> None:
    """Prove the keys again the next time."""
    global _proved
    _proved = None


def _roots(keys: Keyset) -> Iterator[bytes]:
    yield keys.index
    if keys.next_index is not None:
        yield keys.next_index


def _is_right(key_id: str, key: bytes, proof: bytes | None) -> bool:
    if proof is not None:
        return _opens(proof, key, _place(key_id))
    # No proof yet: a data key that lies under it is as good, if there is one.
    row = DataKey.objects.filter(key_id=key_id, wrapped__isnull=False).first()
    if row is None or row.wrapped is None:
        return True
    owner = envelope.owner(row.subject, row.generation, key_id)
    return _opens(bytes(row.wrapped), key, owner)


def _opens(wrapped: bytes, key: bytes, owner: bytes) -> bool:
    try:
        envelope.unwrap(wrapped, under=key, owner=owner)
    except Unreadable:
        return False
    return True


def _plant(keys: Keyset, proofs: dict[str, bytes]) -> None:
    fresh = [
        Canary(
            name=_KEY + key_id,
            proof=envelope.wrap(CONSTANT, under=key, owner=_place(key_id)),
        )
        for key_id, key in keys.keys.items()
        if _KEY + key_id not in proofs
    ]
    if INDEX not in proofs:
        fresh.append(Canary(name=INDEX, proof=index_proof(keys.index)))
    if fresh:
        Canary.objects.bulk_create(fresh, ignore_conflicts=True)


def _place(key_id: str) -> bytes:
    return b"canary\0" + key_id.encode()


def _wrong(which: str) -> KeysetError:
    return KeysetError(
        f"{which} not the one that this shop's data were sealed with: put the right"
        " key file back, or nothing can be opened."
    )
