"""日计划：who goes to whom today, when and by which way; a plan is reckoned from given visits and carers, not kept.

Nouns: day, visit, carer, link, plan. `visits_plan` plans a day, `visits_solve_hhcrsp` solves the public instances of
home care; `domain` turns the words of care into stops and shifts of engines/routing, and plans back into words.
"""
