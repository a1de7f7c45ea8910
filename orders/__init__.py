"""The first floor: placing, paying for and fulfilling orders.

Knows what was sold, to whom and what happened next; knows no product and no
basket. Imports the ground floor (privacy) and Django only.
"""
