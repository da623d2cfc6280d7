"""Pure rules of claims: states and refusals."""
