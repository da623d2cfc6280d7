"""Commands of alarms."""
