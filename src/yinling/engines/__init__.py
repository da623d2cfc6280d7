"""Algorithms with no word of elder care in them. Pure; each engine stands alone."""
