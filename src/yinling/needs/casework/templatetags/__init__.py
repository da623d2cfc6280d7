"""Filters for casework's templates."""
