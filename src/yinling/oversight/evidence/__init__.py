"""凭证: what shows that visits at home took place, and what speaks against them.

Nouns: a visit that was done, the evidence of it (carers, door, pictures), findings of the checks, the proof page for
those who pay and may not see the visit itself. It keeps nothing and decides nothing: claims ask it, people look at it.
"""
