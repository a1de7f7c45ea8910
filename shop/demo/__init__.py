"""The demo shop: a stationer's catalogue and the pictures drawn for it."""
