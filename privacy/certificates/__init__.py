"""Certificates: a signed receipt of what was erased, which anybody can verify."""
