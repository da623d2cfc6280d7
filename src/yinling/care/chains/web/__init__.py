"""Pages of chains: for the bureau."""
