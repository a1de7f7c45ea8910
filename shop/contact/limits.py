"""How often one may write: counted before anything is looked up, known or not."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from privacy.encryption.blind import normalised_email
from shop.accounts.limits import Limit, network

FILE = Limit("contact", tries=5, window=timedelta(hours=1))
FILE_NETWORK = Limit("contact-network", tries=30, window=timedelta(hours=1))
PROVE_NETWORK = Limit("case-network", tries=60, window=timedelta(minutes=15))


def count_filing(request: HttpRequest, email: str, *, at: datetime) -> None:
    """Count one demand by its network and by its address. Raises TooManyTries."""
    FILE_NETWORK.count(network(request), at=at)
    FILE.count(normalised_email(email), at=at)


def count_proving(request: HttpRequest, *, at: datetime) -> None:
    """Count one try at a code or at facts by its network. Raises TooManyTries."""
    PROVE_NETWORK.count(network(request), at=at)
