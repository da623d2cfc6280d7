"""喘息服务：somebody else cares for a few days, at home or in an institution, so that the family can rest.

Nouns: *booking* (days, form, provider). Verbs: ask, confirm, decline, cancel, record that it was used. Who may have it
and how many days a year is a programme of the policy pack.
"""
