"""Verbs of claims. A claim's state, its lines and the books change together or not at all."""
