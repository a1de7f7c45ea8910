"""Invoices and credit notes: numbered, frozen, kept as long as tax law asks."""
