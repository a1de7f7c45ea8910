"""Draws the demo shop's pictures as small SVG files, from shapes up to scenes."""
