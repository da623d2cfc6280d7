"""等级: the grade that a person holds by a scale from a day until another, with all that led to it.

Nouns: result, ending, confirmation of a scale. Verbs: give, confirm a scale, expire. It states each grade to the
register, where every benefit finds it. Who assessed, and how, is a matter of the floor above.
"""
