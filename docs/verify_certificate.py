"""Verifies a certificate without the shop: python verify_certificate.py FILE KEYS

FILE is the certificate as it was issued. KEYS is the shop's list of public keys, saved
from its address /.well-known/foldwell-keys.json. It needs Python 3.9 or newer and the
package "cryptography", and asks nobody. Exit code 0: genuine. 1: not.
"""

import base64
import hashlib
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

CHANGED = "Not genuine: the file is not a certificate as it was issued."
LARGEST = 2**53 - 1


class NotGenuine(Exception):
    """It is not what the shop signed; the message says why."""


def canonical(value):
    """Return the one form of a document after RFC 8785; fractions are refused."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int) and abs(value) <= LARGEST:
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        members = (canonical(name) + ":" + canonical(value[name]) for name in names)
        return "{" + ",".join(members) + "}"
    raise ValueError("A fraction has no one form.")


def read(raw):
    """Return the certificate; every byte of the file must be as it was issued."""
    text = raw[:-1] if raw.endswith(b"\n") else raw
    try:
        document = json.loads(text)
        same = isinstance(document, dict) and canonical(document).encode() == text
    except (ValueError, RecursionError):
        same = False
    if not same:
        raise NotGenuine(CHANGED)
    return document


def public_keys(raw):
    """Return the published keys by id; an id must be its key's own thumbprint."""
    found = {}
    try:
        for key in json.loads(raw)["keys"]:
            told = {name: key[name] for name in ("crv", "kty", "x")}
            digest = hashlib.sha256(canonical(told).encode()).digest()
            if key["kid"] == base64.urlsafe_b64encode(digest).decode().rstrip("="):
                found[key["kid"]] = base64.urlsafe_b64decode(key["x"] + "=")
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotGenuine("The list of keys can't be used: fetch it again.") from None
    return found


def verify(raw, keys):
    """Return the certificate in `raw`, or raise NotGenuine."""
    document = read(raw)
    named, signature = document.get("key"), document.pop("signature", None)
    if not named:
        raise NotGenuine("Not genuine: it does not say which key signed it.")
    if not isinstance(named, str) or named not in keys:
        raise NotGenuine("Not genuine: its key is not in the shop's list of keys.")
    try:
        plain = base64.b64decode(signature, validate=True)
        if base64.b64encode(plain).decode() != signature:
            raise ValueError("The last sign was changed.")
        public = Ed25519PublicKey.from_public_bytes(keys[named])
        public.verify(plain, canonical(document).encode())
    except (InvalidSignature, ValueError, TypeError):
        raise NotGenuine("Not genuine: the signature does not match.") from None
    return document


def tell(sentence, code):
    """Print a sentence and return the exit code that goes with it."""
    sys.stdout.write(f"{sentence}\n")
    return code


def main(arguments):
    """Verify what is named; return 0 when the certificate is genuine, else 1."""
    if len(arguments) != 2:
        return tell("Type: python verify_certificate.py CERTIFICATE KEYS", 1)
    try:
        with open(arguments[0], "rb") as file, open(arguments[1], "rb") as keys:
            found = verify(file.read(), public_keys(keys.read()))
    except OSError as error:
        return tell(f"{error.filename} can't be read: {error.strerror}.", 1)
    except NotGenuine as error:
        return tell(str(error), 1)
    said = f"Genuine: {found.get('shop')} issued it for {found.get('reference')}."
    return tell(said, 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
