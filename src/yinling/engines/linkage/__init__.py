"""Linkage: rosters become matched persons, and many sources one value. Exact keys, plain decisions, no guessing.

`fields`, `cells`, `columns`, `rows`, `repeats` read a roster; `identity` checks its numbers; `keys` and `decisions` say
same, possible or new; `settling` and `projection` say which source holds, on which day.
"""
