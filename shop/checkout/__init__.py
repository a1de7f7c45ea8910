"""The basket, the three checkout pages, and the draft that holds what was typed."""
