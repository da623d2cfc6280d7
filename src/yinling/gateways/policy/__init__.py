"""Policy packs: law and numbers of a place, kept as dated, sourced files; read, checked and shown from here.

`root` finds the packs, `lines` reads files and remembers line numbers, `shapes` names what is read, `reading`
reads it, `checking` finds faults, `showing` prints a pack for a person. No module here knows a district.
"""
