"""The wire format, against published vectors and against every kind of damage."""

from __future__ import annotations

from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from privacy.encryption import envelope
from privacy.encryption.envelope import (
    DataKey,
    Tampered,
    Truncated,
    UnknownVersion,
    WrongKey,
)

KEY = DataKey(bytes(range(32)))
HERE = envelope.place("a.b.c", UUID(int=1), UUID(int=2))


def test_aes_256_gcm_agrees_with_the_published_case():
    # McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16.
    key = bytes.fromhex(
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
    )
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    associated = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    sealed = AESGCM(key).encrypt(
        bytes.fromhex("cafebabefacedbaddecaf888"), plain, associated
    )
    assert sealed.hex() == (
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b"
    )


def test_derived_keys_are_hkdf_expand_of_rfc_5869():
    # RFC 5869, appendix A.1: the first 32 bytes of OKM from PRK and info.
    prk = bytes.fromhex(
        "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"
    )
    info = bytes.fromhex("f0f1f2f3f4f5f6f7f8f9").decode("latin-1")
    expected = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
    assert envelope.expanded(prk, info.encode("latin-1")).hex() == expected


@given(st.binary(max_size=200))
def test_what_is_sealed_opens_and_costs_33_bytes(value):
    sealed = KEY.seal(value, HERE)
    assert KEY.open(sealed, HERE) == value
    assert len(sealed) == len(value) + envelope.OVERHEAD == len(value) + 33
    assert envelope.is_sealed(sealed)


def test_the_same_value_is_sealed_differently_each_time():
    assert KEY.seal(b"x", HERE) != KEY.seal(b"x", HERE)


@pytest.mark.parametrize("byte", range(33 + 5))
def test_every_changed_byte_is_noticed(byte):
    sealed = bytearray(KEY.seal(b"value", HERE))
    sealed[byte] ^= 1
    with pytest.raises((Tampered, WrongKey, UnknownVersion)):
        KEY.open(bytes(sealed), HERE)


def test_each_kind_of_damage_has_its_own_error():
    sealed = KEY.seal(b"value", HERE)
    with pytest.raises(Truncated):
        KEY.open(sealed[:32], HERE)
    with pytest.raises(UnknownVersion):
        KEY.open(b"\x02" + sealed[1:], HERE)
    with pytest.raises(WrongKey):
        DataKey(bytes(32)).open(sealed, HERE)
    with pytest.raises(Tampered):
        KEY.open(sealed, envelope.place("a.b.d", UUID(int=1), UUID(int=2)))


def test_a_wrapped_key_opens_only_for_its_owner():
    under, data_key = bytes(32), envelope.new_data_key()
    mine = envelope.owner(UUID(int=1), 1, "k1")
    wrapped = envelope.wrap(data_key, under=under, owner=mine)
    assert envelope.unwrap(wrapped, under=under, owner=mine) == data_key
    for other in (
        envelope.owner(UUID(int=2), 1, "k1"),
        envelope.owner(UUID(int=1), 2, "k1"),
        envelope.owner(UUID(int=1), 1, "k2"),
    ):
        with pytest.raises(Tampered):
            envelope.unwrap(wrapped, under=under, owner=other)
    with pytest.raises(Tampered):
        envelope.unwrap(b"short", under=under, owner=mine)
