"""Linkage: does a row of a roster speak of someone already known? Exact keys, plain decisions, no guessing.

`keys` brings texts into a form in which equal things are equal; `decisions` says same, possible or new.
"""
