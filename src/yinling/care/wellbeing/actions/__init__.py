"""Verbs of welfare visits."""
