"""上门服务：orders for care at home, the visits they make, who goes, what proves that it was done.

Nouns: order, offer, visit, mark, proof, trouble, rating, door. Verbs: order, offer, accept, schedule, assign, start,
finish, cancel, refuse, miss, correct, report. What is done comes from care plans below; in which order a carer drives
is for day plans above, and what is paid for settlement.
"""
