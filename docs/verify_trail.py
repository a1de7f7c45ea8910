"""Verifies the trail without the shop: python verify_trail.py FILE KEYS [HEADS]

FILE is what `manage.py trail entries`, `prove` or `consistency` printed. KEYS is the
shop's list of public keys, saved from /.well-known/foldwell-keys.json. HEADS are tree
heads that were kept elsewhere, one a line. It needs Python 3.9 or newer and the package
"cryptography", and asks nobody. Exit code 0: as it was written. 1: not.
"""

import base64
import hashlib
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LARGEST = 2**53 - 1
EMPTY = hashlib.sha256().digest()


class Broken(Exception):
    """It is not what the shop wrote; the message says where."""


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


def leaf_hash(entry):
    """Return the hash of an entry (RFC 9162, section 2.1.1)."""
    return hashlib.sha256(b"\x00" + canonical(entry).encode()).digest()


def node_hash(left, right):
    """Return the hash over two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def add(tree, leaf, size):
    """Add a leaf to a tree of `size` leaves, kept as the roots of full trees."""
    while size & 1:
        leaf, size = node_hash(tree.pop(), leaf), size >> 1
    tree.append(leaf)


def root_of(tree):
    """Return the root over full trees, the largest first."""
    found = tree[-1] if tree else EMPTY
    for left in tree[-2::-1]:
        found = node_hash(left, found)
    return found


def hash_of(text):
    """Return the 32 bytes of a hash in hex."""
    raw = bytes.fromhex(text)
    if len(raw) != 32:
        raise ValueError("A hash has 32 bytes.")
    return raw


def public_keys(raw):
    """Return the published keys by id; an id must be its key's own thumbprint."""
    found = {}
    for key in json.loads(raw)["keys"]:
        told = {name: key[name] for name in ("crv", "kty", "x")}
        digest = hashlib.sha256(canonical(told).encode()).digest()
        if key["kid"] == base64.urlsafe_b64encode(digest).decode().rstrip("="):
            plain = base64.urlsafe_b64decode(key["x"] + "=")
            found[key["kid"]] = Ed25519PublicKey.from_public_bytes(plain)
    return found


def is_signed(keys, key, signature, message):
    """Tell whether the key of that id signed the message."""
    try:
        keys[key].verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError, KeyError, TypeError):
        return False
    return True


def head(told, keys):
    """Return size and root of a tree head, or raise Broken."""
    rest = {name: value for name, value in told.items() if name != "signature"}
    message = canonical(rest).encode()
    ours = told.get("type") == "tree head"
    if not (ours and is_signed(keys, told.get("key"), told.get("signature"), message)):
        raise Broken("A tree head is not as it was signed.")
    return told["size"], hash_of(told["root"])


def verify_trail(lines, keys, kept=()):
    """Return what is true of the whole trail, or raise Broken at its first flaw."""
    roots, tree, previous, size = [], [], EMPTY, 0
    heads = [line for line in lines if line.get("type") == "tree head"]
    for number, each in enumerate(heads):
        if each["number"] != number:
            raise Broken(f"Tree head {number} is missing.")
    roots = sorted(head(each, keys) for each in [*heads, *kept])
    for line in (line for line in lines if line.get("type") != "tree head"):
        while roots and roots[0][0] == size:
            compare(roots.pop(0), tree)
        previous = entry(line, keys, size, previous)
        add(tree, previous, size)
        size += 1
    while roots and roots[0][0] == size:
        compare(roots.pop(0), tree)
    if roots:
        raise Broken(f"Entry {size} is missing: a head was signed over {roots[-1][0]}.")
    return f"Whole: {size} entries, {len(heads)} tree heads."


def compare(told, tree):
    """Hold a head against the entries that it was signed over."""
    if told[1] != root_of(tree):
        raise Broken(f"A tree head does not fit the first {told[0]} entries.")


def entry(line, keys, position, previous):
    """Return the hash of the entry at `position`, or raise Broken."""
    said = line["entry"]
    leaf = leaf_hash(said)
    if said["position"] != position:
        raise Broken(f"Entry {position} is missing.")
    if said["previous"] != previous.hex() or line["hash"] != leaf.hex():
        raise Broken(f"Entry {position} was changed.")
    message = b"trail entry 1\n" + leaf
    if not is_signed(keys, line.get("key"), line.get("signature"), message):
        raise Broken(f"Entry {position} was not written by the shop.")
    return leaf


def climbed(path, at, last, hashes):
    """Return what `hashes` become on the way up a path; None if its length is wrong.

    The first hash takes in what stands on its left, the last one everything.
    """
    for each in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            hashes = [node_hash(each, found) for found in hashes]
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            hashes = [*hashes[:-1], node_hash(hashes[-1], each)]
        at, last = at >> 1, last >> 1
    return None if last else hashes


def verify_inclusion(told, keys):
    """Check that an entry is under a head (RFC 9162, section 2.1.3.2)."""
    size, root = head(told["head"], keys)
    index, leaf = told["entry"]["position"], leaf_hash(told["entry"])
    path = [hash_of(each) for each in told["path"]]
    if not 0 <= index < size or climbed(path, index, size - 1, [leaf]) != [root]:
        raise Broken(f"The proof does not lead from entry {index} to the head.")
    return f"Proved: entry {index} is one of the first {size}."


def verify_consistency(told, keys):
    """Check that one head begins another (RFC 9162, section 2.1.4.2)."""
    (size, root), (larger, whole) = (
        head(told["first"], keys),
        head(told["second"], keys),
    )
    path = [hash_of(each) for each in told["path"]]
    if not 0 < size <= larger or bool(path) == (size == larger):
        raise Broken("The proof is not for heads of these sizes.")
    if size == larger or size & (size - 1) == 0:
        path.insert(0, root)
    at, last = size - 1, larger - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if size == larger:
        at = last = 0
    if climbed(path[1:], at, last, [path[0], path[0]]) != [root, whole]:
        raise Broken("The proof does not lead from one head to the other.")
    return f"Proved: the first {size} of {larger} entries stayed as they were."


def verify(raw, keys, kept=b""):
    """Return what is true of a printed trail or proof, or raise Broken."""
    try:
        known = public_keys(keys)
        lines = [json.loads(line) for line in raw.splitlines()]
        saved = [json.loads(line) for line in kept.splitlines()]
        kinds = {"inclusion proof": verify_inclusion}
        kinds["consistency proof"] = verify_consistency
        if len(lines) == 1 and lines[0].get("type") in kinds:
            return kinds[lines[0]["type"]](lines[0], known)
        return verify_trail(lines, known, saved)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Broken("One of the files is not what the shop printed.") from None


def main(arguments):
    """Verify what is named; return 0 when it is as it was written, else 1."""
    if len(arguments) not in (2, 3):
        return tell("Type: python verify_trail.py FILE KEYS [HEADS]", 1)
    try:
        read = []
        for name in arguments:
            with open(name, "rb") as file:
                read.append(file.read())
        return tell(verify(*read), 0)
    except OSError as error:
        return tell(f"{error.filename} can't be read: {error.strerror}.", 1)
    except Broken as error:
        return tell(str(error), 1)


def tell(sentence, code):
    """Print a sentence and return the exit code that goes with it."""
    sys.stdout.write(f"{sentence}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
