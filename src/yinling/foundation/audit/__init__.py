"""审计: two books that are only ever added to, one of changes and one of looks at personal data.

Each row's hash covers the row and the hash before it (domain/chain.py); the head of each chain is locked while
a row is added, so that writers take turns. Verbs: record, record_read. `yinling audit_verify` walks both chains
and names the first broken row. It judges nothing and hides nothing: masking personal values is the caller's
duty.
"""
