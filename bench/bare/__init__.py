"""The smallest Django that can list products: what the shop is compared with."""
