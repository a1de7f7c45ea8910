"""The vault: a second database with wrapped data keys and the erasure ledger."""
