"""待遇一览：how a month stands, row by row, and everything that one person has, had and may have. It keeps nothing.

Nouns: totals, change, delivery, month line, programme line. It asks cycles, enrolments and entitlements, and answers
with frozen values for pages, letters and lists; what is seen depends on the actor, as there.
"""
