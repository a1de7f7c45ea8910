"""What the customer changes before anything is packed: to cancel, or the address."""
