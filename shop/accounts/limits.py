"""How often one may try at the doors of the site."""

from __future__ import annotations

from datetime import timedelta

from privacy.tries import Limit, TooManyTries, network

__all__ = ["Limit", "TooManyTries", "network"]

SIGN_IN = Limit("sign-in", tries=8, window=timedelta(minutes=15))
SIGN_IN_NETWORK = Limit("sign-in-network", tries=60, window=timedelta(minutes=15))
RESET = Limit("reset", tries=4, window=timedelta(hours=1))
RESET_NETWORK = Limit("reset-network", tries=30, window=timedelta(hours=1))
CHOOSE = Limit("choose", tries=4, window=timedelta(hours=1))
PROVE = Limit("prove", tries=8, window=timedelta(hours=1))
CHANGE = Limit("change", tries=8, window=timedelta(minutes=15))
