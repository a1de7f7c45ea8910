"""Journeys: people who do whole things in a real browser."""
