"""Pages of respite: for the desk and providers, and for the older person."""
