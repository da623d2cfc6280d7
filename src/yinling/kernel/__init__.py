"""Values that every floor may speak: money, areas, dates, actors. Pure; knows nothing of elder care."""
