"""人员配备: the posts that documents ask for, against those that the register of workers shows as filled.

Nouns: staffing rule (of a pack), post, population of an area. Verbs: enter a population. Numbers come from the packs'
parameters; where no document in use has a rule, others can be looked at for comparison. It keeps no worker.
"""
