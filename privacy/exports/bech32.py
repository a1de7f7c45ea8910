"""Bech32: how keys of the age format are written (BIP 173, but of any length)."""

from __future__ import annotations

from collections.abc import Iterable

SIGNS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6


class Mistyped(ValueError):
    """It is not what its checksum says. The message repeats nothing of it."""


def written(prefix: str, data: bytes) -> str:
    """Return `data` in small letters under `prefix`, such as "age1…"."""
    fives = _regrouped(data, 8, 5, pad=True)
    check = _polymod([*_expanded(prefix), *fives, *[0] * _CHECKSUM]) ^ 1
    fives += [(check >> 5 * (5 - place)) & 31 for place in range(_CHECKSUM)]
    return prefix + "1" + "".join(SIGNS[each] for each in fives)


def read(prefix: str, text: str) -> bytes:
    """Return what written() made, in small or in capital letters; raise Mistyped."""
    if text not in (text.lower(), text.upper()):
        raise Mistyped("Small and capital letters are mixed.")
    found, _, signs = text.lower().rpartition("1")
    if found != prefix or not signs or set(signs) - set(SIGNS):
        raise Mistyped("It does not begin, or go on, as such a key does.")
    fives = [SIGNS.index(each) for each in signs]
    if _polymod([*_expanded(prefix), *fives]) != 1:
        raise Mistyped("A sign of it is missing or wrong.")
    return bytes(_regrouped(fives[:-_CHECKSUM], 5, 8, pad=False))


def _expanded(prefix: str) -> list[int]:
    signs = prefix.encode("ascii")
    return [each >> 5 for each in signs] + [0] + [each & 31 for each in signs]


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for each in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ each
        for place, generator in enumerate(_GENERATORS):
            check ^= generator if (top >> place) & 1 else 0
    return check


def _regrouped(values: Iterable[int], size: int, into: int, *, pad: bool) -> list[int]:
    """Return the same bits in groups of another size; what is left over must be 0."""
    number = bits = 0
    found = []
    for each in values:
        number, bits = (number << size) | each, bits + size
        while bits >= into:
            bits -= into
            found.append((number >> bits) & ((1 << into) - 1))
            number &= (1 << bits) - 1
    if pad and bits:
        found.append(number << (into - bits))
    elif number or bits >= size:
        raise Mistyped("It has bits too many.")
    return found
