"""Providers: the firms and institutions that serve older people, and the sites where they do.

Nouns: provider, site, the statuses of a site through time. Verbs: register, change, close. Whether a site counts
toward a target is for the indicators to say; here every status is kept apart, name plates included.
"""
