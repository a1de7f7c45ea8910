"""The desk: how staff find a case, read it, and decide about it."""
