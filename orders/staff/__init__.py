"""The staff pages of orders, each part with those who work there."""
