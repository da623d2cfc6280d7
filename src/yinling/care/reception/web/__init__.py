"""Pages of reception: for machines."""
