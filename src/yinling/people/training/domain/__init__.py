"""Rules of training on paper: who stayed after an internship, who has finished a course."""
