"""The trail: what staff did, in entries that can't be changed without being found."""
