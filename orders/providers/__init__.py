"""Payment providers outside the shop: what they are told, and what is believed of them.

Each is one way to pay of orders.payments; docs/payments.md has the protocol.
"""
