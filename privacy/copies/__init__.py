"""Copies: everything that is held about somebody, gathered and packed for them."""
