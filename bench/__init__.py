"""Measures what pages and orders cost, beside the least that Django can do.

`make bench` runs it; bounds are in `bench.bounds` and `bench.sealed.bounds`.
"""
