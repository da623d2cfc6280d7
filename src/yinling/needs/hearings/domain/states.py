"""The life of an objection, and what may follow when it is upheld."""

OPEN, UPHELD, DISMISSED = "open", "upheld", "dismissed"
PUBLIC, OWN = "public", "own"
ENDED, RECALCULATED, ENROLLED, NONE = "ended", "recalculated", "enrolled", ""
# What may be done about an upheld objection of the public, and about a person's own.
REMEDIES = {PUBLIC: (ENDED, RECALCULATED), OWN: (RECALCULATED, ENROLLED)}
DATED = frozenset({ENDED, ENROLLED})
