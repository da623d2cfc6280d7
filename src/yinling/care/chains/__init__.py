"""升级链的版本：how alarms climb in this district, written by the bureau.

Nouns: chain, link, version, draft. Verbs: draft, write, publish, withdraw. The file of the district's pack is the first
version of each chain; an alarm copies the version that is in force when it is raised, and keeps it.
"""
