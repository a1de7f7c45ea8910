"""The key of certificates: RFC 8032's vectors, RFC 8037's thumbprint, replacing it."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from django.core.management import call_command

from privacy.certificates import keys
from privacy.encryption import keyfile, keyset, signing
from privacy.encryption.keyset import KeysetError
from privacy.encryption.signing import SigningKeys

# RFC 8032, section 7.1: secret key, public key, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33b"
        "acc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e1599"
        "6e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f2"
        "90ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


def told(*words):
    out = io.StringIO()
    call_command("keys", *words, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(("secret", "public", "message", "signature"), VECTORS)
def test_signatures_are_those_of_the_standard(secret, public, message, signature):
    found = SigningKeys(bytes.fromhex(secret))
    assert found.public.hex() == public
    assert found.sign(bytes.fromhex(message)).hex() == signature


def test_a_key_is_named_by_its_thumbprint():
    # RFC 8037, appendix A.3, for the first key above.
    public = bytes.fromhex(VECTORS[0][1])
    assert signing.key_id(public) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_a_new_shop_has_a_key_of_its_own(tmp_path):
    made = []
    for name in ("one", "two"):
        keyset.write_new(tmp_path / name)
        made.append(keyset.load(tmp_path / name).signing)
    assert made[0].public != made[1].public
    assert made[0].former == ()


def test_what_is_written_is_read_again(own_keys, at):
    keyfile.change(lambda found: keyfile.with_signing_replaced(found, at=at))
    found = keyset.load(own_keys)
    assert len(found.signing.former) == 1
    assert keyset.parse(keyset.written(found), origin="") == found
    assert "seed" not in repr(found.signing)


@pytest.mark.parametrize(
    "told",
    [
        {},
        [],
        {"seed": "c2hvcnQ="},
        {"seed": "!"},
        {"seed": "A" * 43 + "=", "former": 1},
    ],
)
def test_nonsense_is_one_sentence(own_keys, told):
    document = json.loads(own_keys.read_text()) | {"signing": told}
    with pytest.raises(KeysetError, match="something wrong in the file"):
        keyset.parse(json.dumps(document), origin="the file")


def test_a_replaced_key_stays_published_and_signs_no_more(own_keys):
    first = keys.current_id()
    secret = keyset.load(own_keys).signing.seed
    said = told("rotate-signing")
    assert f"{keys.current_id()} signs certificates now." in said
    assert list(keys.public()) == [keys.current_id(), first]
    assert keyset.load(own_keys).signing.seed != secret
    listed = keys.published()["keys"]
    assert [(each["kid"], bool(each["until"])) for each in listed] == [
        (keys.current_id(), False),
        (first, True),
    ]
    told("rotate-signing")
    assert list(keys.public())[2] == first


def test_other_changes_of_the_key_file_leave_it(own_keys):
    before = keyset.load(own_keys).signing
    keyfile.change(lambda found: keyfile.with_key(found, "k2"))
    keyfile.change(keyfile.with_signing_key)
    assert keyset.load(own_keys).signing == before


def test_replacing_can_be_tried_first(own_keys):
    before = own_keys.read_text()
    assert "Nothing was changed." in told("rotate-signing", "--dry-run")
    assert own_keys.read_text() == before


def test_in_the_environment_it_is_replaced_by_hand(own_keys, settings, restarted):
    settings.KEYSET = own_keys.read_text()
    restarted()
    said = told("rotate-signing")
    found = signing.parsed(json.loads(said.splitlines()[2]))
    assert "which a command can't change" in said
    assert [each.public for each in found.former] == [keys.current().public]


def test_a_shop_from_before_has_no_key_and_says_so(own_keys, restarted, at):
    without = replace(keyset.load(own_keys), signing=None)
    own_keys.write_text(keyset.written(without))
    restarted()
    assert keys.published() == {"keys": []}
    with pytest.raises(KeysetError, match="rotate-signing"):
        keys.sign(b"")
    assert "No key signs certificates" in told("status")
    assert "signs certificates now" in told("rotate-signing")
    assert f"signed by {keys.current_id()}, one of 1." in told("status")


def test_a_shop_from_before_gets_one_when_it_is_made_ready(own_keys):
    without = replace(keyset.load(own_keys), signing=None)
    own_keys.write_text(keyset.written(without))
    keyfile.change(keyfile.with_signing_key)
    assert keyset.load(own_keys).signing is not None
