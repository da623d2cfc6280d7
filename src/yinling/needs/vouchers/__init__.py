"""Electronic vouchers (消费券): a month's ceiling, taken off a bill bit by bit, gone at the month's end.

Nouns: a *voucher* is one person's ceiling for one month; a *use* takes a sum off it for one bill at a provider; a
*statement* is what a provider is owed for a month's uses. Verbs: issue a month, use, take back a use, expire, draw up a
statement, confirm or dispute it, approve, pay. Who may have a voucher, its ceiling and how much of a bill it covers are
programmes of the policy pack; the money promised, used and expired stands in foundation/books.
"""
