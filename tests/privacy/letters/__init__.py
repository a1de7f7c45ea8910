"""Tests of letters: the door, the limits, what comes back, and what none may hold."""
