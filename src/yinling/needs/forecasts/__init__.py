"""测算: what programmes will cost as people grow older, and what a change would cost and to whom.

Nouns: snapshot, scenario, change, assumption. Verbs: take a snapshot, compute, save a scenario, replay it. It decides
with the same rules as everyone else, over fact columns without names or numbers of persons; it pays nothing and
changes no policy.
"""
