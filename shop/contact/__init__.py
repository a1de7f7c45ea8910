"""The Contact page: a demand becomes a case, and the case has a page of its own."""
