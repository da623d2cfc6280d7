"""Pages of the workforce: desk for the bureau, office for a provider, own for a carer."""
