"""What the ground floor can measure of its own promises."""
