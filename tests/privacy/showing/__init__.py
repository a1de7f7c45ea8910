"""What stands behind masks in the staff pages, and how it is shown."""
