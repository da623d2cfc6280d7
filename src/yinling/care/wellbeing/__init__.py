"""探访关爱: nobody on the list is forgotten: visited in time, helped when found in need.

Nouns: target (a person on the list for a time, with the groups and the risk that put them there), assignment, welfare
visit, signal, ticket, list run. Verbs: refresh the list, assign, record a visit, step a ticket, escalate. The concern
score only orders a list and says which signals made it; it decides nothing. Alarms and devices have their own
capabilities below, the daily question its own above; a silent device is told here by its event.
"""
