"""Accounts: a password chosen after the sale, signing in, and one's own orders."""
