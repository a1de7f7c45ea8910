"""Erasing: a plan from the declarations, its steps, and the look for what is left."""
