"""Pages of welfare visits, by audience."""
