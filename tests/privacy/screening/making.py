"""Makes numbers from patterns, the same ones every time."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from functools import cache

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_PART = re.compile(r"\{[^}]+\}|\[[^\]]+\]|.", re.DOTALL)


def rng(name):
    """Return a source of chance of its own for each name."""
    return random.Random(f"screening 5 {name}")


def fill(chance, pattern):
    """Return `pattern` with signs for its places.

    # is a digit, @ a letter, * a sign of our own numbers, [abc] one of these, and
    {%y%m%d} a day of birth in that form.
    """
    draw, made = chance.random, []
    for choices, plain in _parts(pattern):
        if choices:
            made.append(choices[int(draw() * len(choices))])
        elif plain[0] == "{":
            born = date(1940, 1, 1) + timedelta(days=int(draw() * 365 * 60))
            made.append(born.strftime(plain[1:-1]))
        else:
            made.append(plain)
    return "".join(made)


@cache
def _parts(pattern):
    """Return what each place of a pattern may hold, or what stands there anyway."""
    return [(_choices(part), part) for part in _PART.findall(pattern)]


def _choices(part):
    known = {"#": "0123456789", "@": LETTERS, "*": SIGNS}
    return part[1:-1] if part[0] == "[" else known.get(part, "")


def right(chance, pattern, is_right, *, tries=20_000):
    """Return the first filling of `pattern` whose letters and digits are right."""
    for _ in range(tries):
        made = fill(chance, pattern)
        if is_right(compact(made)):
            return made
    raise AssertionError(f"no number is like {pattern}")


def wrong(chance, pattern, is_right, *, tries=200):
    """Return a filling that is wrong; "" where the rules refuse none."""
    made = (fill(chance, pattern) for _ in range(tries))
    return next((each for each in made if not is_right(compact(each))), "")


def compact(written):
    """Return letters and digits alone, in capitals."""
    return re.sub(r"[^0-9A-Z]", "", written.upper())


def luhn_digit(digits):
    """Return the digit that makes `digits` right after Luhn."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 if place % 2 else 2)
        total += doubled // 10 + doubled % 10
    return str(-total % 10)


def weighed(digits, weights):
    """Return the weighted sum of digits."""
    return sum(int(d) * w for d, w in zip(digits, weights, strict=True))


def in_fours(number):
    """Return signs in groups of four."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))
