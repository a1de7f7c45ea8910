"""Merkle trees: against the RFCs' examples, and a second program written from them."""

from __future__ import annotations

import functools
from hashlib import sha256

import pytest

from privacy.trail import merkle
from tests.privacy.trail import reference

SIZES = range(261)
ENTRIES = [number.to_bytes(2, "big") * (number % 5) for number in SIZES]
LEAVES = tuple(merkle.leaf_hash(entry) for entry in ENTRIES)
ROOTS = [reference.mth(ENTRIES[:size]) for size in SIZES]
# Each entry of a small tree that logs of certificates are tried with, and its root.
KNOWN = {
    "": "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "00": "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "10": "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "2021": "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "3031": "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "40414243": "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "5051525354555657": (
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"
    ),
    "606162636465666768696a6b6c6d6e6f": (
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    ),
}


def path(m, n):
    return merkle.inclusion_proof(LEAVES[:n], m)


def proof(m, n):
    return merkle.consistency_proof(LEAVES[:n], m)


def included(m, n, hashes, leaf=None, root=None):
    return merkle.is_included(leaf or LEAVES[m], m, n, hashes, root or ROOTS[n])


def consistent(m, n, hashes, first=None, second=None):
    return merkle.is_consistent(m, n, hashes, first or ROOTS[m], second or ROOTS[n])


@pytest.fixture(autouse=True)
def remembered(monkeypatch):
    """Work out each root once: the same ones are asked for thousands of times."""
    monkeypatch.setattr(merkle, "root", functools.cache(merkle.root))


# --- Roots ------------------------------------------------------------------------
def test_the_tree_without_leaves_has_the_hash_of_nothing():
    assert merkle.root(()) == merkle.EMPTY == sha256(b"").digest()
    assert merkle.Tree().size == 0


def test_known_entries_have_their_known_roots():
    tree = merkle.Tree()
    for entry, root in KNOWN.items():
        tree.add(merkle.leaf_hash(bytes.fromhex(entry)))
        assert tree.root().hex() == root


def test_every_size_has_the_root_of_the_definition():
    tree = merkle.Tree()
    for size in SIZES:
        assert tree.root() == ROOTS[size] == merkle.root(LEAVES[:size])
        assert tree.size == size
        if size < len(LEAVES):
            tree.add(LEAVES[size])


def test_an_entry_that_looks_like_a_node_has_another_hash():
    left, right = LEAVES[:2]
    assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)


# --- The tree of seven leaves in the RFCs (RFC 6962, 2.1.3; RFC 9162, 2.1.5) ------
def drawn():
    """Its nodes, by the letters that they have there."""
    a, b, c, d, e, f, j = LEAVES[:7]
    g, h, i = (merkle.node_hash(*pair) for pair in ((a, b), (c, d), (e, f)))
    k, m = merkle.node_hash(g, h), merkle.node_hash(i, j)
    return {"a": a, "b": b, "c": c, "d": d, "e": e, "f": f, "g": g, "h": h} | {
        "i": i,
        "j": j,
        "k": k,
        "l": m,
    }


@pytest.mark.parametrize(
    ("leaf", "letters"), [(0, "bhl"), (3, "cgl"), (4, "fjk"), (6, "ik")]
)
def test_the_paths_of_the_example(leaf, letters):
    nodes = drawn()
    assert path(leaf, 7) == [nodes[letter] for letter in letters]


@pytest.mark.parametrize(("first", "letters"), [(3, "cdgl"), (4, "l"), (6, "ijk")])
def test_the_consistency_proofs_of_the_example(first, letters):
    nodes = drawn()
    assert proof(first, 7) == [nodes[letter] for letter in letters]


# --- Every size: what is proved ---------------------------------------------------
def test_every_leaf_of_every_size_is_proved_and_no_other():
    for n in SIZES:
        for m in range(n):
            hashes = path(m, n)
            assert included(m, n, hashes)
            assert not included((m + 1) % n, n, hashes, leaf=LEAVES[m]) or n == 1
            assert reference.root_by_path(LEAVES[m], m, n, hashes) == ROOTS[n]


def test_every_pair_of_sizes_is_proved():
    for n in SIZES:
        for m in range(1, n + 1):
            hashes = proof(m, n)
            assert consistent(m, n, hashes)
            found = reference.roots_by_proof(m, n, hashes, ROOTS[m])
            assert found == (ROOTS[m], ROOTS[n])


@pytest.mark.parametrize("n", [1, 2, 3, 7, 8, 64, 65, 259, 260])
def test_proofs_are_those_of_the_definitions(n):
    for m in range(n):
        assert path(m, n) == reference.path(m, ENTRIES[:n])
        assert proof(m + 1, n) == reference.proof(m + 1, ENTRIES[:n])


# --- What proves nothing ----------------------------------------------------------
@pytest.mark.parametrize("n", [1, 2, 5, 8, 13, 260])
def test_a_changed_short_or_long_path_proves_nothing(n):
    for m in range(n):
        hashes = path(m, n)
        other = sha256(b"other").digest()
        assert not included(m, n, [*hashes, other])
        assert not included(m, n, hashes, root=other)
        assert not included(m, n, hashes, leaf=other)
        for place in range(len(hashes)):
            changed = [*hashes[:place], other, *hashes[place + 1 :]]
            assert not included(m, n, changed)
            assert not included(m, n, hashes[:place] + hashes[place + 1 :])


@pytest.mark.parametrize("n", [2, 5, 8, 13, 260])
def test_a_changed_short_or_long_consistency_proof_proves_nothing(n):
    for m in range(1, n):
        hashes = proof(m, n)
        other = sha256(b"other").digest()
        assert not consistent(m, n, [*hashes, other])
        assert not consistent(m, n, [])
        assert not consistent(m, n, hashes, first=other)
        assert not consistent(m, n, hashes, second=other)
        for place in range(len(hashes)):
            assert not consistent(m, n, hashes[:place] + hashes[place + 1 :])
            changed = [*hashes[:place], other, *hashes[place + 1 :]]
            assert not consistent(m, n, changed)


def test_an_index_outside_the_tree_proves_nothing():
    assert not merkle.is_included(LEAVES[0], 1, 1, [], ROOTS[1])
    assert not merkle.is_included(LEAVES[0], -1, 1, [], ROOTS[1])
    assert not merkle.is_included(LEAVES[0], 0, 0, [], ROOTS[0])


def test_size_0_is_refused_and_no_trivial_proof():
    assert not merkle.is_consistent(0, 5, [], merkle.EMPTY, ROOTS[5])
    assert not merkle.is_consistent(0, 0, [], merkle.EMPTY, merkle.EMPTY)
    assert not merkle.is_consistent(-1, 5, [], merkle.EMPTY, ROOTS[5])
    for leaves, first in (((), 0), (LEAVES[:3], 0), (LEAVES[:3], 4)):
        with pytest.raises(IndexError):
            merkle.consistency_proof(leaves, first)
    for leaves, index in (((), 0), (LEAVES[:3], 3), (LEAVES[:3], -1)):
        with pytest.raises(IndexError):
            merkle.inclusion_proof(leaves, index)


def test_equal_sizes_need_equal_roots_and_no_path():
    assert consistent(5, 5, [])
    assert not consistent(5, 5, [], second=ROOTS[6])
    assert not consistent(5, 5, [LEAVES[0]])
    assert proof(5, 5) == []


def test_a_larger_tree_is_no_beginning_of_a_smaller():
    assert not consistent(7, 3, proof(3, 7))


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_hash_has_exactly_32_bytes(length):
    wrong = bytes(length)
    assert not merkle.is_included(wrong, 0, 1, [], wrong)
    assert not included(0, 2, [wrong])
    assert not included(0, 1, [], root=wrong or b"x")
    assert not consistent(3, 7, [*proof(3, 7)[:-1], wrong])
    assert not merkle.is_consistent(1, 1, [], wrong, wrong)
    assert not merkle.is_consistent(2, 3, proof(2, 3), wrong, ROOTS[3])
    assert not merkle.is_included(LEAVES[0].hex(), 0, 1, [], LEAVES[0].hex())
