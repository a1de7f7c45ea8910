"""The encrypted layer: keys, envelopes, fields, blind indexes.

Nothing here knows what a value means; declarations say who may open it.
"""
