"""护理人员: who works for a provider, with what certificates, when, and whether they may be sent to anybody.

Nouns: worker, qualification, skill, working hours, absence, integrity event, star.
Verbs: register, change, leave, certify, teach a skill, set hours, record an absence, note an integrity event, award
a star. A worker belongs to one provider; the same person at two providers is two workers that share an
identity, and both are warned. What they are sent to do, and when, is for visits and day plans.
"""
