"""Pure rules of evidence: what was done, and the checks."""
