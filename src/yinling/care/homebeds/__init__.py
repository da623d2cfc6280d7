"""家庭照护床位：a bed at home with the care of an institution, as one object from application to closing.

Nouns: *home bed* (assessment, contract, plan, occupancy), *equipment* (what stands at the home, what raises alarms),
*review*, *subsidy*. Verbs: apply, assess, equip, contract, open, review, subsidise, close. It is counted apart from the
beds of institutions. Visits are those of its care plan.
"""
