"""How fast are decisions, in memory and file to file, beside OpenFisca-core on the same rule?"""
