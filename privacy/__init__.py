"""The ground floor: encryption, purposes, declarations, consent. Knows no order."""
