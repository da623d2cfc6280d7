"""材料: papers and photographs, sealed in the file store, known by their bytes and not by their names.

Verb: keep. A document belongs to a matter ("case:12") and is seen by area, organisation, person or mandate;
every look is logged. It is written once and never changed; only its seal is renewed when keys change.
"""
