"""Commands of enrolments."""
