"""公示与异议：new benefits are shown to the public, anybody may object, and what is questioned is not paid meanwhile.

Nouns: notice, line, objection, hold, term. Verbs: publish, object, take down for a caller, decide, reply, set a term.
A hold is a pause of an enrolment for an objection; enrolments and cycles below work out what it means for the money.
Objections to a single decided application are casework's; those to a care level are assessment's.
"""
