"""资金拨付: from accepted works to money that left the fund, and back to the fund when the bank returns it.

Nouns: Fund, Allotment (money that came in, with its document), Payable (what one case's determination owes,
by fund), PaymentRun, PaymentLine (one amount from one fund in one run), RunStep. Verbs: allot, prepare a run,
approve it (never the preparer), export the bank file, mark sent, record results, reopen what was returned, cancel.
Every step that moves money posts to foundation/books in the same transaction, under a key that can be used once.
It decides no amount: the determination did.
"""
