"""Verbs of rosters."""
