"""Who may have what: programmes decided from facts, with amounts and reasons.

Nouns: a *programme* is a rule in a policy pack; a *decision* is its answer for one request (`granted`, `not_granted`,
`missing_facts`, `unpayable`), its sums in fen by payer and a reason per condition with the clause; a *determination* is
a decision that is kept. Verbs: decide (`domain.decide_one` for a page, the command `entitlements_decide` for files).
It is not the case itself (casework) and pays nothing (settlement). An unknown fact is unknown: never false, never zero.
"""
