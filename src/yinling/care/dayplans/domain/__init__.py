"""Rules of day plans in words of care: the day as given, its translation, the plan as told."""
