"""Regimes: what each country's privacy law asks for, with source and date."""
