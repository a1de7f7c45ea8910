"""Passwords that thieves try first are refused, without asking anybody outside.

Two sources. Django's list of 20,000 common passwords is looked at behind the usual
disguise: figures and signs around it, letters written as figures, the same thing twice.
And a shop can keep the file of all passwords that were ever published (Have I Been
Pwned, ordered by hash) on its own disk; it is searched there in some thirty reads.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

CODE = "password_too_common"
LEAST_SIGNS = 5
"""Different signs that a password has at the least: "abababababab" is one thing."""
RUNS = "abcdefghijklmnopqrstuvwxyz qwertyuiop asdfghjkl zxcvbnm 01234567890123456789"
LINE = 64  # bytes that hold a line of the file: a hash, a colon and a count
_DISGUISE = str.maketrans("0134578@$!|", "oleastbasil")
_AROUND = re.compile(r"^[^a-z]+|[^a-z]+$")


class NotStolen(CommonPasswordValidator):
    """Django's check against its list, for the disguised and for the published too."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse what is on a list; the sentence does not say on which."""
        if is_common(password, self.passwords) or is_published(password):
            raise ValidationError(self.get_error_message(), code=CODE)


def is_common(password: str, known: set[str]) -> bool:
    """Tell whether a password is one of `known`, disguised, or hardly anything."""
    typed = password.lower().strip()
    if len(set(typed)) < LEAST_SIGNS:
        return True
    bare = {"".join(form.split()) for form in (typed, typed.translate(_DISGUISE))}
    forms = {form for each in bare for form in (each, _AROUND.sub("", each))}
    return any(_once(form) in known or _is_run(form) for form in forms if form)


def is_published(password: str) -> bool:
    """Tell whether the shop's file of published passwords has it; no file, no finding.

    The file has a line for each, sorted: SHA-1 in hexadecimal, a colon, a count.
    """
    path = settings.PUBLISHED_PASSWORDS
    if not path or not Path(path).is_file():
        return False
    packed = password.encode("utf-8", "surrogatepass")
    # SHA-1 is what the file is sorted by; nothing is protected by it.
    digest = hashlib.sha1(packed, usedforsecurity=False).hexdigest()
    return _found(Path(path), digest.upper().encode())


def _found(path: Path, digest: bytes) -> bool:
    """Search a sorted file for a line that begins with `digest`, by halving."""
    low, high = 0, path.stat().st_size
    with path.open("rb") as file:
        while low < high:
            middle = (low + high) // 2
            file.seek(max(0, middle - LINE))
            before = file.read(min(middle, LINE))
            start = middle - len(before) + before.rfind(b"\n") + 1
            file.seek(start)
            line = file.readline()
            if line.upper().startswith(digest):
                return True
            if line.upper() < digest:
                low = start + len(line)
            else:
                high = start
    return False


def _once(text: str) -> str:
    """Return what a text repeats: "abcabc" is "abc"."""
    size = (text + text).find(text, 1)
    return text[:size]


def _is_run(text: str) -> bool:
    """Tell whether it is a row of the alphabet, the keyboard or the figures."""
    rows = RUNS.split()
    return any(text in row * 2 or text in (row * 2)[::-1] for row in rows)
