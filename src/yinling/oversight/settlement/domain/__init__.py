"""Pure rules of settlement: postings, states of a run, bank files, results."""
