"""A toy app with personal data: shows that the ground floor stands alone."""
