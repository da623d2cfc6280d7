"""护理人员登录名: how a carer signs in on the phone; the provider's office opens it, leaving closes it.

Nouns: log-in, first password. Verbs: open, renew the password, close, reopen. Users and posts are kept by access, the
link from worker to user by the workforce; it has no tables of its own.
"""
