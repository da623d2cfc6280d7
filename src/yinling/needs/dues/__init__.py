"""应发：what is due to a person for a month, and why, as the facts are known now. It keeps nothing.

Nouns: due, stretch, segment, rulebook. Given are the rules of a pack, the facts of persons through time and the days on
which they are enrolled; the answer is sums to the fen by payer. It does not know what was given before (cycles).
"""
