"""The elder portal: home, for whom an agent acts, and what subsidies there were."""
