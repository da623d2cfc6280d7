"""Rules of hearings: states and words, who may examine, from which day money is held."""
