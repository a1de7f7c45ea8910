"""Files open with what they were locked for, by our script and by others' rules."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys

import pytest

from privacy.exports import bech32, locking
from privacy.exports.locking import NoKey
from tests.privacy.exports.conftest import OPENER, opener

LOCKS = {"short": b"Tide", "nothing": b"", "whole": b"x" * locking.CHUNK}
LONG = b"long" * locking.CHUNK
# Of the format's own test vectors (C2SP/CCTV, under CC0): what opens them, the file,
# and the SHA-256 of what is inside; None where it must not open.
IDENTITY = "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0"
OTHER = "AGE-SECRET-KEY-143WN7DCXU4G8R5AXQSSYD9AEPYDNT3HXSLWSPK36CDU6E8M59SSSAGZ3KG"
INSIDE = "013f54400c82da08037759ada907a8b864e97de81c088a182062c4b5622fd2ab"
VECTORS = {
    "x25519": (
        {"private_key": IDENTITY},
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBURWlGMHlwcXIrYnB2Y3FYTnlDVkpw"
        "TDdPdXdQZFZ3UEw3S1FFYkZET0NjCmhqYWJHWHdTTFE5YzNTNkx3MmkrUzJUdTJmaXdRSEhz"
        "bGJCTjZCNDFGTEUKLS0tIFd5SnA5Ri85Rk9aaDdnSmRoZXEyV0lKY3dIZ1ljOE5JVmgzZGR3"
        "aHJjTmcK7s9ix86RtDMnTmjU8vkTTLdMW/73vqpSyPC8DpksHoMx+2Y=",
        INSIDE,
    ),
    "scrypt": (
        {"passphrase": "password"},
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCByRjAvTndibFVISFRwZ1FnUnBlNUNR"
        "IDEwCmdVakV5bUZLTVZYUUVLZE1NSEwyNG9ZZXhqRTNUSUMwTzB6R1NxSjJhVVkKLS0tIElP"
        "WGlRWVN0a29UMW12WlcydEZPcVpkaFJWdmo1OGVnQUJ4L3NXZlpRYmMKGzXG5ofdANo6w3ms"
        "n3QsIf0YWhuePe1znRSsappQEk24Ztg=",
        INSIDE,
    ),
    "x25519_multiple_recipients": (
        {"private_key": IDENTITY},
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBhanRxQXZERWtWTnIyQjd6VU90cTJt"
        "QVFYRFNCbE5yVkF1TS9kS2I1c1Q0CjBldnJLL0hRWFZzUTRZYURlKzY1OWw1T1F6dkF6RDJ5"
        "dExHSFFMUWlxeGcKLT4gWDI1NTE5IDBxQzd1NkFiTHh1d25NOHRQRk9XVnRXWm4vWlplN3o3"
        "Z2NzUDVrZ0EwRkkKWTNPemV2TG0yM1Z4N1BOOWszM0Y5eStlcmNXZS9iY1pKTHFocUEzaDQw"
        "OAotLS0gODU1cEtibFF6WjNvYWJEb3d4UkRRdlNqL3hvNDdaU2g1V1Rqa21LMEkwVQrwuBi+"
        "DzVUQjmZIK2AhJZLb5XDbbNeT1nY+J488m8tH6VCEw==",
        INSIDE,
    ),
    "stream_empty_payload": (
        {"private_key": IDENTITY},
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBURWlGMHlwcXIrYnB2Y3FYTnlDVkpw"
        "TDdPdXdQZFZ3UEw3S1FFYkZET0NjCmhqYWJHWHdTTFE5YzNTNkx3MmkrUzJUdTJmaXdRSEhz"
        "bGJCTjZCNDFGTEUKLS0tIFd5SnA5Ri85Rk9aaDdnSmRoZXEyV0lKY3dIZ1ljOE5JVmgzZGR3"
        "aHJjTmcK7s9ix86RtDMnTmjU8vkTTK0uT88+UopBMN6r70M25VU=",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ),
    "x25519_low_order": (
        {"private_key": IDENTITY},
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBYNXlWdktOUWpDU3gwTEZWbklQdld3"
        "UkVYTVJZSEk2RzJDSk8zZENmRWRjCjNFME5wRmFucy9tMFdMV0Y3KzU0WkJkTmozaXFRcXBy"
        "YUdERmlhUmt2QkEKLS0tIHNYdzMyN1lNVDEvVUxYZStaeVJNYk1ZMFoyam5XSEdnSTlqMXdl"
        "NnlROEEKrF0/NwblUHHTpgQgRpe5CQWVwvf1267oDXoBjChyBYrzznw=",
        None,
    ),
    "x25519_no_match": (
        {"private_key": OTHER},
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBhanRxQXZERWtWTnIyQjd6VU90cTJt"
        "QVFYRFNCbE5yVkF1TS9kS2I1c1Q0CkhVS3R6MFIyajVCbDJFUjdIaEFaclVSaWtDRnBpSWpO"
        "YTBLakhjamJBR1UKLS0tIHJycFRsdktFS3JLM0VxaG9PUEplUDFLRThPMWQyYXJyUmV6Nzdt"
        "d2VrUmMK3d9y0G+8q1ffPQ0xJJatIYzX/W+AeLv4gS3YeUcVXre9Xog=",
        None,
    ),
    "scrypt_no_match": (
        {"passphrase": "wrong"},
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCByRjAvTndibFVISFRwZ1FnUnBlNUNR"
        "IDEwCmdVakV5bUZLTVZYUUVLZE1NSEwyNG9ZZXhqRTNUSUMwTzB6R1NxSjJhVVkKLS0tIElP"
        "WGlRWVN0a29UMW12WlcydEZPcVpkaFJWdmo1OGVnQUJ4L3NXZlpRYmMKGzXG5ofdANo6w3ms"
        "n3QsIf0YWhuePe1znRSsappQEk24Ztg=",
        None,
    ),
    "scrypt_double": (
        {"passphrase": "hunter2"},
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCByRjAvTndibFVISFRwZ1FnUnBlNUNR"
        "IDEwCmdVakV5bUZLTVZYUUVLZE1NSEwyNG9ZZXhqRTNUSUMwTzB6R1NxSjJhVVkKLT4gc2Ny"
        "eXB0IEd6WEc1b2ZkQU5vNnczbXNuM1FzSVEgMTAKT3ZlSVR1d3hha3Y3azJvTG5pb05ZRjRC"
        "aGd6OUtaMzZwYjA5OHdEb0F2OAotLS0gYTVkKzRBeTFldkpob0Rza0l6dVRaVjliQmdLazQ1"
        "NzNWWk5mdW9XSkRQRQruz2LHzpG0MydOaNTy+RNMt0xb/ve+qlLI8LwOmSwegzH7Zg==",
        None,
    ),
    "scrypt_work_factor_leading_zero_octal": (
        {"passphrase": "password"},
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCByRjAvTndibFVISFRwZ1FnUnBlNUNR"
        "IDAxMgpnVWpFeW1GS01WWFFFS2RNTUhMMjRvWWV4akUzVElDME8wekdTcUoyYVVZCi0tLSBv"
        "UXVlTWtKMXFZVkhBRFU1Rng0N1pBMGdWSWhZQjNNVnFCRmFrZVJKd0hRChs1xuaH3QDaOsN5"
        "rJ90LCH9GFobnj3tc50UrGqaUBJNuGbY",
        None,
    ),
    "hmac_bad": (
        {"private_key": IDENTITY},
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBURWlGMHlwcXIrYnB2Y3FYTnlDVkpw"
        "TDdPdXdQZFZ3UEw3S1FFYkZET0NjCmhqYWJHWHdTTFE5YzNTNkx3MmkrUzJUdTJmaXdRSEhz"
        "bGJCTjZCNDFGTEUKLS0tIDhNY0UzaXg5UjM0RS92THJRdjN5ZXBzSGpvL0xYaGZzMjJBYjNV"
        "eUlubWcK7s9ix86RtDMnTmjU8vkTTLdMW/73vqpSyPC8DpksHoMx+2Y=",
        None,
    ),
    "stanza_not_canonical": (
        {"private_key": IDENTITY},
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBURWlGMHlwcXIrYnB2Y3FYTnlDVkpw"
        "TDdPdXdQZFZ3UEw3S1FFYkZET0NjCmhqYWJHWHdTTFE5YzNTNkx3MmkrUzJUdTJmaXdRSEhz"
        "bGJCTjZCNDFGTEUKLT4gc3RhbnphClFVRkJRVUZCUVVGQlFVRkJRVUZCUVVGQlFVRkJRVUZC"
        "UVVGQlFVRkJRVUZCUVVGQlFVRkJRVUZCUVVGQlFVRkIKUVVGCi0tLSAzZGNCZGV1S3REYkVw"
        "eC9oaGNBNnFFQVIvbmlRaDJNQXNydVZQUnNINENJCu7PYsfOkbQzJ05o1PL5E0y3TFv+976q"
        "UsjwvA6ZLB6DMftm",
        None,
    ),
    "stream_no_final": (
        {"private_key": IDENTITY},
        "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBURWlGMHlwcXIrYnB2Y3FYTnlDVkpw"
        "TDdPdXdQZFZ3UEw3S1FFYkZET0NjCmhqYWJHWHdTTFE5YzNTNkx3MmkrUzJUdTJmaXdRSEhz"
        "bGJCTjZCNDFGTEUKLS0tIFd5SnA5Ri85Rk9aaDdnSmRoZXEyV0lKY3dIZ1ljOE5JVmgzZGR3"
        "aHJjTmcK7s9ix86RtDMnTmjU8vkTTAC9Y2htqEgUyqoBKWGKwghh",
        None,
    ),
}


@pytest.fixture
def key_pair(tmp_path):
    """Return a public key, and the file of its private half, as the script makes it."""
    name = tmp_path / "mine.key"
    said = opener().new_key(str(name))
    return said.splitlines()[-1], name


@pytest.mark.parametrize("plain", [*LOCKS.values(), LONG], ids=[*LOCKS, "long"])
def test_a_file_opens_with_its_passphrase_and_with_its_key(plain, key_pair):
    script, (public, name) = opener(), key_pair
    passphrase = locking.new_passphrase()
    file = locking.locked(locking.with_passphrase(passphrase), plain)
    assert script.opened(file, passphrase=passphrase) == plain
    file = locking.locked(locking.with_key(public), plain)
    private = script.private_key_in(name.read_text())
    assert script.opened(file, private_key=private) == plain


def test_a_file_opens_with_nothing_else(key_pair, tmp_path):
    script, (public, name) = opener(), key_pair
    private = script.private_key_in(name.read_text())
    other = script.private_key_in(IDENTITY)
    with_words = locking.locked(locking.with_passphrase("right"), b"Tide")
    with_key = locking.locked(locking.with_key(public), b"Tide")
    for file, opens in (
        (with_words, {"passphrase": "wrong"}),
        (with_words, {"private_key": private}),
        (with_key, {"passphrase": "right"}),
        (with_key, {"private_key": other}),
    ):
        with pytest.raises(script.NotOpened):
            script.opened(file, **opens)


def test_a_file_that_was_changed_anywhere_does_not_open():
    script = opener()
    file = locking.locked(locking.with_passphrase("right"), b"Tide")
    assert script.opened(file, passphrase="right") == b"Tide"
    for place in range(0, len(file), 3):
        broken = bytearray(file)
        broken[place] ^= 1
        with pytest.raises(script.NotOpened):
            script.opened(bytes(broken), passphrase="right")
    for end in (0, 20, len(file) - 1):
        with pytest.raises(script.NotOpened):
            script.opened(file[:end], passphrase="right")


@pytest.mark.parametrize("name", VECTORS)
def test_the_script_does_what_the_formats_own_vectors_ask(name):
    script = opener()
    opens, file, inside = VECTORS[name]
    if "private_key" in opens:
        opens = {"private_key": script.private_key_in(opens["private_key"])}
    if inside is None:
        with pytest.raises(script.NotOpened):
            script.opened(base64.b64decode(file), **opens)
    else:
        found = script.opened(base64.b64decode(file), **opens)
        assert hashlib.sha256(found).hexdigest() == inside


def test_the_script_runs_by_itself(tmp_path, key_pair):
    public, key = key_pair
    name = tmp_path / "E-2.zip.age"
    name.write_bytes(locking.locked(locking.with_key(public), b"Tide"))
    command = [sys.executable, "-I", str(OPENER)]

    def run(*arguments, typed=""):
        done = subprocess.run(
            [*command, *map(str, arguments)],
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    assert run(name, key) == (0, f"Opened: {tmp_path / 'E-2.zip'}\n")
    assert (tmp_path / "E-2.zip").read_bytes() == b"Tide"
    assert (tmp_path / "E-2.zip").stat().st_mode & 0o777 == 0o600
    code, said = run(name, key)
    assert (code, "File exists" in said) == (1, True)


def test_the_script_says_what_went_wrong(tmp_path, monkeypatch, capsys):
    script = opener()
    name = tmp_path / "file"
    name.write_bytes(locking.locked(locking.with_passphrase("right"), b"Tide"))
    monkeypatch.setattr("builtins.input", lambda: "wrong")
    for arguments, said in (
        ([], "Type: python"),
        ([str(tmp_path / "none")], "can't be used"),
        ([str(name)], "is not the one of this file"),
        ([str(name), str(name)], "no private key"),
    ):
        if said == "no private key":
            (tmp_path / "file").write_text("# nothing\nhere")
        assert script.main(arguments) == 1
        assert said in capsys.readouterr().out
    assert not (tmp_path / "file.opened").exists()
    name.write_bytes(locking.locked(locking.with_passphrase("wrong"), b"Tide"))
    assert script.main([str(name)]) == 0
    assert (tmp_path / "file.opened").read_bytes() == b"Tide"


def test_a_key_is_read_by_its_checksum(key_pair):
    public, _ = key_pair
    other = "p" if public[10] == "q" else "q"
    for wrong in (
        "",
        "age1",
        public[:-1],
        public[:10] + other + public[11:],
        "b" + public,
    ):
        with pytest.raises(NoKey):
            locking.with_key(wrong)
    small = bech32.written("age", bytes(32))
    with pytest.raises(NoKey, match="Nothing can be encrypted"):
        locking.with_key(small)
    assert locking.with_key(public.upper()).stanza.startswith("-> X25519 ")


def test_bech32_reads_what_it_wrote_and_no_more():
    for data in (b"", b"\x00", b"Tide", bytes(range(32))):
        assert bech32.read("age", bech32.written("age", data)) == data
        assert bech32.read("age", bech32.written("age", data).upper()) == data
    # An example of BIP 173.
    assert bech32.read("a", "A12UEL5L") == b""
    for wrong in ("A12UEl5L", "a12uel5b", "b12uel5l", "age1", "a1o2uel5l"):
        with pytest.raises(bech32.Mistyped):
            bech32.read("a", wrong)
    # Its checksum is right, and five bits are left over.
    with pytest.raises(bech32.Mistyped):
        bech32.read("age", "age1" + _closed("age", [31]))


def _closed(prefix, fives):
    check = bech32._polymod([*bech32._expanded(prefix), *fives, *[0] * 6]) ^ 1
    fives = [*fives, *((check >> 5 * (5 - place)) & 31 for place in range(6))]
    return "".join(bech32.SIGNS[each] for each in fives)


def test_a_passphrase_is_random_and_a_lock_tells_nothing():
    made = {locking.new_passphrase() for _ in range(20)}
    assert len(made) == 20
    assert {len(each) for each in made} == {34}
    assert repr(locking.with_passphrase("right")) == "<Lock>"
