"""Scans for what linters can't see. Each returns its findings as plain lines."""
