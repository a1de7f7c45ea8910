"""Goods that come back: withdrawals from a contract, returns, exchanges."""
