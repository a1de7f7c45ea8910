"""Merkle trees over the trail: roots, and proofs of inclusion and consistency.

After RFC 9162, section 2.1, with SHA-256. Leaves are given by their hashes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

BYTES = 32
EMPTY = hashlib.sha256().digest()
"""The root of a tree without leaves (section 2.1.1)."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one entry; a leaf's can never be a node's."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows leaf by leaf and remembers no more than it needs for its root.

    `size` counts the leaves.
    """

    def __init__(self) -> None:
        """Begin without leaves."""
        self.size = 0
        # The roots of the full trees that it is made of, the largest first.
        self._full: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Add the hash of one more leaf."""
        joins = self.size
        while joins & 1:
            leaf = node_hash(self._full.pop(), leaf)
            joins >>= 1
        self._full.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._full:
            return EMPTY
        *larger, found = self._full
        for left in reversed(larger):
            found = node_hash(left, found)
        return found


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the root over these leaves."""
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the proof that leaf `index` is in the tree (section 2.1.3.1).

    Raises IndexError for a leaf that is not there.
    """
    if not 0 <= index < len(leaves):
        raise IndexError("There is no leaf of that index.")
    begin, end = 0, len(leaves)
    path: list[bytes] = []
    while end - begin > 1:
        middle = begin + _half(end - begin)
        if index < middle:
            path.append(root(leaves[middle:end]))
            end = middle
        else:
            path.append(root(leaves[begin:middle]))
            begin = middle
    return path[::-1]


def consistency_proof(leaves: Sequence[bytes], first: int) -> list[bytes]:
    """Return the proof that the tree began with its first leaves (section 2.1.4.1).

    `first` is how many these are. Raises IndexError unless they are some of them.
    """
    if not 0 < first <= len(leaves):
        raise IndexError("The smaller tree has one leaf or more, and no more than all.")
    begin, end = 0, len(leaves)
    path: list[bytes] = []
    while first != end:
        middle = begin + _half(end - begin)
        if first <= middle:
            path.append(root(leaves[middle:end]))
            end = middle
        else:
            path.append(root(leaves[begin:middle]))
            begin = middle
    if begin:
        # What is left is not the smaller tree itself, whose root the reader has.
        path.append(root(leaves[begin:end]))
    return path[::-1]


def is_included(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """Tell whether `path` proves that `leaf` is the one of `index` (2.1.3.2)."""
    if not (0 <= index < size and _all_hashes(leaf, root, *path)):
        return False
    at, last, found = index, size - 1, leaf
    for each in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(each, found)
            at, last = _shifted(at, last)
        else:
            found = node_hash(found, each)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(
    first: int,
    second: int,
    path: Sequence[bytes],
    first_root: bytes,
    second_root: bytes,
) -> bool:
    """Tell whether `path` proves that the larger tree began as the smaller (2.1.4.2).

    A tree without leaves proves nothing; two of one size need no path and one root.
    """
    if not (0 < first <= second and _all_hashes(first_root, second_root, *path)):
        return False
    if first == second:
        return not path and first_root == second_root
    if not path:
        return False
    if first & (first - 1) == 0:
        path = [first_root, *path]
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    return _joined(path, at, last) == (first_root, second_root)


def _joined(path: Sequence[bytes], at: int, last: int) -> tuple[bytes, bytes] | None:
    """Return the roots that a consistency proof leads to; None if it is too long."""
    first = second = path[0]
    for each in path[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            first, second = node_hash(each, first), node_hash(each, second)
            at, last = _shifted(at, last)
        else:
            second = node_hash(second, each)
        at, last = at >> 1, last >> 1
    return (first, second) if last == 0 else None


def _shifted(at: int, last: int) -> tuple[int, int]:
    """Go up while there is no sibling on the left."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _half(size: int) -> int:
    """Return the largest power of two below `size`, which is 2 or more."""
    return 1 << (size - 1).bit_length() - 1


def _all_hashes(*values: object) -> bool:
    return all(isinstance(each, bytes) and len(each) == BYTES for each in values)
