"""What the demo shop sells: 48 products in six departments, and one of the past."""
