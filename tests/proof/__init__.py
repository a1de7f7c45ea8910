"""Proof, through the front door, that the shop does what its pages promise."""
