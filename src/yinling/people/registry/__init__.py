"""The register of older people: one dependable record per person, merged from the rosters of departments.

Nouns: person, household, identifier, source, statement (what one source said about one person on one day), group
membership, conflict, possible duplicate, import batch, mandate. Verbs: import, register, state, settle, merge,
reveal, mandate. Nothing said is ever deleted: the current value of a field is chosen among statements by the order
of sources or by a person. Rules on what follows from the facts live elsewhere.
"""
