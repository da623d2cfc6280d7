"""享受待遇：who has a programme, from when until when, and when it rests.

Nouns: enrolment, step, pause, life check, refusal. Verbs: enrol, pause, resume, end, reinstate, refuse, record a life
check. State follows from steps with reason and day, so that a step entered late counts from its own day. It does not
know how much is due: that is for the monthly cycles above.
"""
