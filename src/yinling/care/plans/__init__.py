"""照护计划：what care a person is to have at home, agreed with them, from an assessment.

Nouns: *plan* (a person's with one provider), *version* (what holds from a day on; a change makes a new one and the
old one stays), *plan item* (a service with weekdays, window, minutes, wishes), *pause* (hospital, away). Verbs: open,
write a version, propose, agree or decline, pause, resume, end. What may be used of which benefit is asked of the rules
each time, never kept. It does not know orders or visits; those ask `items_on`.
"""
