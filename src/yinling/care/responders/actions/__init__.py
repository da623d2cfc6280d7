"""Verbs of responders."""
