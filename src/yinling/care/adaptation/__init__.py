"""适老化改造: a home is surveyed, quoted, rebuilt and accepted.

Nouns: Job (one case's works, given to one firm), Survey with findings, Quote with lines, Contract, Work (one round of
works), Acceptance, AfterCheck, JobStep (who did what, when and why). Verbs: assign a firm, record a survey, submit and
answer a quote, sign the contract, start, finish, accept or ask for rework, check afterwards. It computes no subsidy
(needs/entitlements does, when casework records the agreed cost) and pays nobody (oversight/settlement does, when it
hears WorkAccepted).
"""
