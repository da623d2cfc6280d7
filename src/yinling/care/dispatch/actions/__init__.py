"""Verbs of the dispatcher."""
