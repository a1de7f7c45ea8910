"""What the shop sells: departments, products, stock, search, and their pages."""
