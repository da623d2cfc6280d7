"""Pages of carers' log-ins, for a provider's office."""
