"""Opens an export without the shop: python open_export.py FILE.age [KEYFILE]

It asks for the passphrase, or takes the private key in KEYFILE, and writes FILE beside
it. `python open_export.py --new-key KEYFILE` makes a key and prints its public half,
which is what the shop wants. The format is age (https://c2sp.org/age): any program for
it opens the file as well. It needs Python 3.9 or newer and the package "cryptography",
and asks nobody. Exit code 0: done. 1: not, and nothing was written.
"""

import base64
import getpass
import os
import re
import sys

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

VERSION = b"age-encryption.org/v1"
PRIVATE, PUBLIC = "age-secret-key-", "age"
SIGNS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
CHUNK, TAG = 64 * 1024, 16
MOST_WORK = 20
WRONG = "It does not open: the passphrase or the key is not the one of this file."
DAMAGED = "The file is damaged, or it is no export: get it again."


class NotOpened(Exception):
    """It can't be opened; the message says why."""


def opened(file, *, passphrase=None, private_key=None):
    """Return what is inside; raise NotOpened unless every byte is as it was made."""
    stanzas, header, mark, payload = parts_of(file)
    if passphrase is not None:
        file_key = by_passphrase(stanzas, passphrase)
    else:
        file_key = by_key(stanzas, private_key)
    check = hmac.HMAC(derived(file_key, b"", b"header"), hashes.SHA256())
    check.update(header)
    try:
        check.verify(mark)
    except InvalidSignature:
        raise NotOpened(DAMAGED) from None
    nonce, chunks = payload[:16], payload[16:]
    if len(nonce) < 16:
        raise NotOpened(DAMAGED)
    return streamed(derived(file_key, nonce, b"payload"), chunks)


def parts_of(file):
    """Return the stanzas, what the mark is over, the mark, and the encrypted rest."""
    if not file.startswith(VERSION + b"\n"):
        raise NotOpened(DAMAGED)
    end = file.find(b"\n---")
    last, found, payload = file[end + 4 :].partition(b"\n")
    if end < 0 or not found or not last.startswith(b" "):
        raise NotOpened(DAMAGED)
    lines = file[len(VERSION) + 1 : end].split(b"\n")
    return stanzas_in(lines), file[: end + 4], plain(last[1:]), payload


def stanzas_in(lines):
    """Return each stanza as its words and its bytes."""
    found = []
    for line in lines:
        if line.startswith(b"-> "):
            found.append((line[3:].decode("ascii", "replace").split(" "), []))
        elif not found or (found[-1][1] and len(found[-1][1][-1]) < 64):
            raise NotOpened(DAMAGED)
        else:
            found[-1][1].append(line)
    if not all(body and len(body[-1]) < 64 for _, body in found):
        raise NotOpened(DAMAGED)
    if any(len(line) > 64 for _, body in found for line in body):
        raise NotOpened(DAMAGED)
    return [(words, plain(b"".join(body))) for words, body in found]


def by_passphrase(stanzas, passphrase):
    """Return the file's key, unwrapped with a passphrase."""
    if len(stanzas) != 1 or stanzas[0][0][0] != "scrypt":
        raise NotOpened("A key opens this file, and no passphrase: name its file.")
    words, wrapped = stanzas[0]
    if len(words) != 3 or not re.fullmatch("[1-9][0-9]?", words[2]):
        raise NotOpened(DAMAGED)
    salt, work = plain(words[1].encode()), int(words[2])
    if len(salt) != 16 or work > MOST_WORK:
        raise NotOpened(DAMAGED)
    kdf = Scrypt(salt=VERSION + b"/scrypt" + salt, length=32, n=1 << work, r=8, p=1)
    return unwrapped(kdf.derive(passphrase.encode()), wrapped)


def by_key(stanzas, private_key):
    """Return the file's key, unwrapped with the private key (32 bytes)."""
    mine = X25519PrivateKey.from_private_bytes(private_key)
    public = mine.public_key().public_bytes_raw()
    for words, wrapped in stanzas:
        if words[0] == "scrypt":
            raise NotOpened("A passphrase opens this file, and no key: leave it out.")
        if words[0] != "X25519":
            continue
        share = plain(words[1].encode()) if len(words) == 2 else b""
        if len(share) != 32 or len(wrapped) != 32:
            raise NotOpened(DAMAGED)
        try:
            shared = mine.exchange(X25519PublicKey.from_public_bytes(share))
            wrapping = derived(shared, share + public, VERSION + b"/X25519")
            return unwrapped(wrapping, wrapped)
        except ValueError:
            raise NotOpened(DAMAGED) from None
        except NotOpened:
            continue
    raise NotOpened(WRONG)


def unwrapped(key, wrapped):
    """Return the file's key out of its wrapping."""
    if len(wrapped) != 32:
        raise NotOpened(DAMAGED)
    try:
        return ChaCha20Poly1305(key).decrypt(bytes(12), wrapped, None)
    except InvalidTag:
        raise NotOpened(WRONG) from None


def streamed(key, rest):
    """Return the chunks together; the last must be marked as the last."""
    cipher, found, number = ChaCha20Poly1305(key), [], 0
    while True:
        chunk, rest = rest[: CHUNK + TAG], rest[CHUNK + TAG :]
        nonce = number.to_bytes(11, "big") + (b"\x00" if rest else b"\x01")
        try:
            found.append(cipher.decrypt(nonce, chunk, None))
        except InvalidTag:
            raise NotOpened(DAMAGED) from None
        if number and not found[-1]:
            raise NotOpened(DAMAGED)
        if not rest:
            return b"".join(found)
        number += 1


def derived(key, salt, info):
    """Return another key, by HKDF with SHA-256."""
    return HKDF(hashes.SHA256(), length=32, salt=salt, info=info).derive(key)


def plain(text):
    """Return the bytes of base64 without padding, in the one way to write them."""
    try:
        found = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except ValueError:
        raise NotOpened(DAMAGED) from None
    if base64.b64encode(found).rstrip(b"=") != text:
        raise NotOpened(DAMAGED)
    return found


def checked(prefix, fives):
    """Return the checksum of bech32 (BIP 173) over a prefix and groups of five bits."""
    signs = prefix.encode()
    check = 1
    for each in [*(s >> 5 for s in signs), 0, *(s & 31 for s in signs), *fives]:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ each
        for place, generator in enumerate(GENERATORS):
            check ^= generator if (top >> place) & 1 else 0
    return check


def written(prefix, key):
    """Return 32 bytes as a key is written, such as "age1…"."""
    number = int.from_bytes(key, "big") << 4
    fives = [(number >> 5 * place) & 31 for place in reversed(range(52))]
    check = checked(prefix, [*fives, 0, 0, 0, 0, 0, 0]) ^ 1
    fives += [(check >> 5 * place) & 31 for place in reversed(range(6))]
    return prefix + "1" + "".join(SIGNS[each] for each in fives)


def private_key_in(text):
    """Return the first private key of a key file; lines with # say nothing."""
    for line in text.splitlines():
        key = line.strip().lower()
        if not key or key.startswith("#"):
            continue
        prefix, _, signs = key.rpartition("1")
        fives = [SIGNS.find(each) for each in signs]
        if prefix != PRIVATE or len(fives) != 58 or checked(prefix, fives) != 1:
            break
        number = 0
        for each in fives[:52]:
            number = number << 5 | each
        return (number >> 4).to_bytes(32, "big")
    raise NotOpened("There is no private key of age in that file.")


def new_key(name):
    """Write a new private key into a file that is its owner's alone."""
    mine = X25519PrivateKey.generate()
    public = written(PUBLIC, mine.public_key().public_bytes_raw())
    private = written(PRIVATE, mine.private_bytes_raw()).upper()
    with open(only_mine(name), "w") as file:
        file.write(f"# public key: {public}\n{private}\n")
    return f"Give this to the shop, and {name} to nobody:\n{public}"


def only_mine(name):
    """Return a new file that nobody else may read; one that is there stays."""
    return os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def open_file(name, key_name=None):
    """Open one file and write what is inside beside it."""
    target = name[: -len(".age")] if name.endswith(".age") else f"{name}.opened"
    with open(name, "rb") as file:
        content = file.read()
    if key_name:
        with open(key_name, encoding="utf-8") as file:
            inside = opened(content, private_key=private_key_in(file.read()))
    else:
        typed = getpass.getpass("Passphrase: ") if sys.stdin.isatty() else input()
        inside = opened(content, passphrase=typed.strip())
    with open(
        os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
    ) as out:
        out.write(inside)
    return f"Opened: {target}"


def main(arguments):
    """Do what was asked for; return 0, or 1 when it could not be done."""
    try:
        if len(arguments) == 2 and arguments[0] == "--new-key":
            said, code = new_key(arguments[1]), 0
        elif len(arguments) in (1, 2):
            said, code = open_file(*arguments), 0
        else:
            said, code = "Type: python open_export.py FILE.age [KEYFILE]", 1
    except OSError as error:
        said, code = f"{error.filename} can't be used: {error.strerror}.", 1
    except NotOpened as error:
        said, code = str(error), 1
    sys.stdout.write(f"{said}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
