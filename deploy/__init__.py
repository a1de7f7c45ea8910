"""Starts the shop, its test servers and its checks; knows no page and no order."""
