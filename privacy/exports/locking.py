"""Encrypts a file so that whoever has the passphrase or the private key opens it.

The format is age, version 1 (https://c2sp.org/age): programs for it exist everywhere,
and docs/open_export.py opens it as well. It is written in two steps: a lock is made
when somebody asks, and the file is put under it when it is built.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from privacy.exports import bech32
from privacy.identifiers import new_readable

VERSION = b"age-encryption.org/v1\n"
_X25519, _SCRYPT = b"age-encryption.org/v1/X25519", b"age-encryption.org/v1/scrypt"
CHUNK = 64 * 1024
WORK = 14
"""Of scrypt, as a power of two: 16 MiB. The passphrase is random, 138 bits of it, so
that a dearer one would cost the shop more than whoever guesses."""
_GROUPS, _SIGNS = 7, 4
_NO_NONCE = bytes(12)


class NoKey(ValueError):
    """What was given as a public key is none; the text says what to do."""


@dataclass(frozen=True, repr=False)
class Lock:
    """The key of one file, and how its receiver gets it: a line of the header.

    Both as text: `file_key` in base64, `stanza` as it will stand in the file.
    """

    file_key: str
    stanza: str

    def __repr__(self) -> str:
        return "<Lock>"


def new_passphrase() -> str:
    """Return a random passphrase, such as "7K2M-9PQR-…"; it is kept nowhere."""
    return "-".join(new_readable(_SIGNS) for _ in range(_GROUPS))


def with_passphrase(passphrase: str) -> Lock:
    """Return a new lock that a passphrase opens (age, section on scrypt)."""
    file_key, salt = os.urandom(16), os.urandom(16)
    kdf = Scrypt(salt=_SCRYPT + salt, length=32, n=1 << WORK, r=8, p=1)
    wrapped = ChaCha20Poly1305(kdf.derive(passphrase.encode())).encrypt(
        _NO_NONCE, file_key, None
    )
    return _lock(file_key, f"scrypt {_bare(salt)} {WORK}", wrapped)


def with_key(public_key: str) -> Lock:
    """Return a new lock that the owner of an "age1…" key opens. Raises NoKey."""
    theirs = _public(public_key)
    once, file_key = X25519PrivateKey.generate(), os.urandom(16)
    share = once.public_key().public_bytes_raw()
    try:
        shared = once.exchange(X25519PublicKey.from_public_bytes(theirs))
    except ValueError:
        # A point of a small order: everybody would know what comes out.
        raise NoKey("Nothing can be encrypted to that key. Ask for another.") from None
    wrapping = _derived(shared, salt=share + theirs, info=_X25519)
    wrapped = ChaCha20Poly1305(wrapping).encrypt(_NO_NONCE, file_key, None)
    return _lock(file_key, f"X25519 {_bare(share)}", wrapped)


def locked(lock: Lock, plain: bytes) -> bytes:
    """Return the whole file: the header, its mark, and the encrypted bytes."""
    file_key, nonce = base64.b64decode(lock.file_key), os.urandom(16)
    header = VERSION + lock.stanza.encode() + b"---"
    mark = hmac.HMAC(_derived(file_key, salt=b"", info=b"header"), hashes.SHA256())
    mark.update(header)
    payload = _derived(file_key, salt=nonce, info=b"payload")
    line = b" " + _bare(mark.finalize()).encode() + b"\n"
    return header + line + nonce + _streamed(ChaCha20Poly1305(payload), plain)


def _public(text: str) -> bytes:
    try:
        found = bech32.read("age", text.strip())
    except bech32.Mistyped:
        found = b""
    if len(found) != 32:
        raise NoKey("That is no public key of age. One begins with age1: copy all.")
    return found


def _lock(file_key: bytes, told: str, wrapped: bytes) -> Lock:
    stanza = f"-> {told}\n{_bare(wrapped)}\n"
    return Lock(base64.b64encode(file_key).decode(), stanza)


def _streamed(cipher: ChaCha20Poly1305, plain: bytes) -> bytes:
    """Return the STREAM of chunks: a counter in each nonce, and a mark on the last."""
    found, last = [], max(len(plain) - 1, 0) // CHUNK
    for number in range(last + 1):
        nonce = number.to_bytes(11, "big") + bytes([number == last])
        chunk = plain[number * CHUNK : (number + 1) * CHUNK]
        found.append(cipher.encrypt(nonce, chunk, None))
    return b"".join(found)


def _derived(key: bytes, *, salt: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), length=32, salt=salt, info=info).derive(key)


def _bare(data: bytes) -> str:
    """Return base64 without its padding, as the format has it."""
    return base64.b64encode(data).decode().rstrip("=")
