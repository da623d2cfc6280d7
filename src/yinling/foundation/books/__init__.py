"""账簿: where money is and how it moved, by double entry.

Nouns: an account, a transfer (its entries sum to zero, its key moves money once), an entry. Verbs:
open_account, post. The arithmetic is engines/ledger; here it is stored under lock and proven by `yinling
books_verify`. What a transfer means (a fund, a payment, a return) is settlement's to know.
"""
