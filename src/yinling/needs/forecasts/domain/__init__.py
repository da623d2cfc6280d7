"""Rules of forecasts: people as columns, plans with changes, costs, groups, years."""
