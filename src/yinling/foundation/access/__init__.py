"""权限: who may enter and in which role.

Nouns: a user (a log-in), a post (a role from one day to another, bounded by an area, an organisation or a
person), a permission (in words in domain/permissions.py), the actor (the one post in which a session acts).
Verbs: open and close a user, give and end a post, take a post for a session. Passwords, one-time codes and
throttling are allauth's; what must be done at the door stands in web/session.py. It keeps no record of its own:
the audit, one floor up, is told of every change.
"""
