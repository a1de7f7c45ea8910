"""The first of the staff pages: what waits today, how it goes, and the way around."""
