"""评估: who needs how much care, by a scale; dated, with reasons, until a day.

Nouns: assessment, assessor, sheet of answers, signature, objection, re-check. Verbs: request, accept, assign, save
answers, sign, object, reassess, draw a re-check, import a result from outside. What comes out is a grade, kept one
floor below. It does not know what a grade is worth.
"""
