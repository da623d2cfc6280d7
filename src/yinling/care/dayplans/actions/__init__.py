"""Verbs of day plans."""
