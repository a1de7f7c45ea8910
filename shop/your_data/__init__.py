"""Your data: everything held about one person, for their own eyes, and what to do."""
