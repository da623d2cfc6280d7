"""月度结算申报: a provider's month of visits, claimed, checked, answered, approved and paid.

Nouns: a claim with one line for each proved visit, findings of the checks, phone-backs to older people, records of each
step, payments, corrections after payment. Verbs: build, submit, open_review, phone_back, adjust, keep, answer, reply,
approve, pay, record_result, dispute. A visit is claimed once, and only when it is done and proved. What a benefit takes
over is split as care plans show it (care/plans); the other part is the person's own and never leaves a fund.
"""
