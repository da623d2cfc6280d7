"""What every capability stands on: who may, what happened, what was said, papers, owed money."""
