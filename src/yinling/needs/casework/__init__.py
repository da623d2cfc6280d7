"""办件: one application's whole life, from a draft to the subsidy in force and closed.

Nouns: case, step, request for papers, public notice, objection. Verbs: submit, accept, ask for papers,
check, decide, publish, put in force, object, resolve, withdraw, close. Every step is a row with who, when
and why. It does not know how a home is adapted or how money is paid; those floors answer its events and call
`record_cost`, `note_contract` and `close`.
"""
