"""Pages of plans: for the desk and providers, for the older person, and a piece of the person's page."""
