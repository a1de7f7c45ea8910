"""Certificates: signed receipts that anyone can check without asking us."""
