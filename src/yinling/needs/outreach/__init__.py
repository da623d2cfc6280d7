"""应享未享: who satisfies a programme and does not receive it, and what came of telling them.

Nouns: search, lead, call, tally. Verbs: find, record a call. A lead is found once for a person and a programme and
lives on: it ends with a reason when nothing is left to offer, and stays refused until the facts change. Whoever
agrees is enrolled through needs/enrolments; this capability pays nothing and decides nothing.
"""
