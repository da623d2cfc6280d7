"""服务订单：what is to be done at a person's home, how often, by which provider; and when nobody needs to come.

Nouns: order, offer, rest. Verbs: place, offer, answer, lapse, end, rest, back. A care plan's items become orders by
themselves; the visits that orders lead to are made above.
"""
