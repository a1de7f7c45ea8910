"""Invoices and credit notes: numbered, frozen at issue, kept as long as tax law asks."""
