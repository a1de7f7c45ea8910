"""A phone with an authenticator app, and the paper that came with it."""

from __future__ import annotations

import time

import pyotp

STEP = 30


class Phone:
    """What one of the staff shows beside a password; each code is shown once."""

    def __init__(self, seed):
        self.totp, self.codes, self.shown = pyotp.TOTP(seed.replace(" ", "")), [], 0

    def code(self):
        """Return what the app shows now or next; a code from paper if both are used."""
        now = int(time.time()) // STEP
        step = max(self.shown + 1, now)
        if step > now + 1:
            return self.codes.pop()
        self.shown = step
        return self.totp.generate_otp(step)
