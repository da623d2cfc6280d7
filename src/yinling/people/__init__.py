"""Who and what is here: places, persons and households, providers."""
