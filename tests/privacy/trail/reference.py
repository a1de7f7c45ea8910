"""Merkle trees once more, from the definitions of RFC 9162 alone and slowly.

Nothing is shared with the program: trees are nested pairs, a proof is read off the
tree, and a proof is checked by building from it every tree that it can mean.
"""

from hashlib import sha256


def mth(entries):
    """Section 2.1.1: the Merkle tree hash of a list of entries."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = split(len(entries))
    return sha256(b"\x01" + mth(entries[:k]) + mth(entries[k:])).digest()


def split(n):
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path(m, entries):
    """Section 2.1.3.1: PATH(m, D[n])."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


def proof(m, entries):
    """Section 2.1.4.1: PROOF(m, D[n])."""
    return subproof(m, entries, True)


def subproof(m, entries, whole):
    n = len(entries)
    if m == n:
        return [] if whole else [mth(entries)]
    k = split(n)
    if m <= k:
        return [*subproof(m, entries[:k], whole), mth(entries[k:])]
    return [*subproof(m - k, entries[k:], False), mth(entries[:k])]


def root_by_path(leaf, m, n, hashes):
    """The root of n leaves that an inclusion path leads to, from the top down."""
    if n == 1:
        return leaf if not hashes else None
    if not hashes:
        return None
    k, *below, sibling = split(n), *hashes
    if m < k:
        left, right = root_by_path(leaf, m, k, below), sibling
    else:
        left, right = sibling, root_by_path(leaf, m - k, n - k, below)
    if left is None or right is None:
        return None
    return sha256(b"\x01" + left + right).digest()


def roots_by_proof(m, n, hashes, first_root, whole=True):
    """The roots of m and of n leaves that a consistency proof leads to."""
    if m == n:
        if whole:
            return (first_root, first_root) if not hashes else None
        return (hashes[0], hashes[0]) if len(hashes) == 1 else None
    if not hashes:
        return None
    k, *below, sibling = split(n), *hashes
    if m <= k:
        found = roots_by_proof(m, k, below, first_root, whole)
        return found and (found[0], sha256(b"\x01" + found[1] + sibling).digest())
    found = roots_by_proof(m - k, n - k, below, first_root, False)
    return found and tuple(sha256(b"\x01" + sibling + each).digest() for each in found)
