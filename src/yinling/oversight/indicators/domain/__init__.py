"""Indicators decided with pencil and paper: which target is in force, what a figure adds up to, whether it meets it."""
