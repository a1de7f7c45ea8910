"""The ground floor's staff screens, gathered from the activities that own them."""

from __future__ import annotations

from privacy.cases import admin as cases
from privacy.exports import admin as exports
from privacy.letters import admin as letters
from privacy.regimes import admin as regimes
from privacy.retention import admin as retention
from privacy.showing import admin as showing
from privacy.trail import admin as trail

__all__ = ["cases", "exports", "letters", "regimes", "retention", "showing", "trail"]
