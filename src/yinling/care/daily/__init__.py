"""每天报平安: whoever lives in danger is asked every day whether all is well, and silence is followed by a visit.

Nouns: a daily check-in (`DailyWell`), one person's day. Verbs: ask, confirm well, tell no answer, send somebody. Who
is asked, and the ticket that follows silence, are those of welfare visits below.
"""
