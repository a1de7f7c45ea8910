"""Choices: what somebody agreed to, and taking it back as easily as giving it."""
