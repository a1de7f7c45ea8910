"""All numbers of people that are known, in one row and by their keys."""

from __future__ import annotations

from privacy.screening.americas import AMERICAS
from privacy.screening.elsewhere import ELSEWHERE
from privacy.screening.europe import EUROPE
from privacy.screening.health import HEALTH
from privacy.screening.number import Number

ALL: tuple[Number, ...] = (*EUROPE, *AMERICAS, *ELSEWHERE, *HEALTH)
BY_KEY = {number.key: number for number in ALL}
