"""Tests of what customers change before anything is packed."""
