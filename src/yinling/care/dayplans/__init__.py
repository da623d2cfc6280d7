"""日计划：who goes to whom today, when and by which way: reckoned, looked at, then applied to the visits.

Nouns: day, plan, line, feed. Verbs: ask, reckon, stop, drop, accept, carry out; open and revoke a carer's calendar.
`visits_plan` plans a day from a file, `visits_solve_hhcrsp` solves the public instances of home care; `domain` turns
the words of care into stops and shifts of engines/routing, and plans back into words. It is not who goes: that
is kept by care/visits, whose checks decide again on every line.
"""
