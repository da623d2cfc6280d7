"""Pure rules of claims: checks, shares, states, postings."""
