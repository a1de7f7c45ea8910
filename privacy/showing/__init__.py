"""Showing: a masked value in the staff pages, opened for a reason and ten minutes."""
