"""Measures what pages and orders cost, beside the least that Django can do.

`make bench` runs it; docs and bounds are in `bench.bounds`.
"""
