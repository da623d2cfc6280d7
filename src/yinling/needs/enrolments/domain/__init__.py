"""Rules of enrolments: which days count, when a life check is due, why a step is refused."""
