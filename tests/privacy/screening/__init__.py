"""The test set of the screening, and what it finds in it."""
