"""Pages of those who work on the road, made for a phone."""
