"""Rules of alarms: how they climb, what may be done, what is measured."""
