"""每月发放：what is due to everybody each month, checked, approved and paid by different people, then frozen.

Nouns: cycle, row, problem, payment, recovery, difference. Verbs: open, draft, check, reopen, approve, pay, return,
close, write off. A late fact never alters a closed month: it makes difference rows (back-pay, recovery) in the next
draft. It does not know who has a programme (enrolments), nor how a rule is written (entitlements).
"""
