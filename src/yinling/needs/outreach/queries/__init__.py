"""Questions to outreach. Every list is bounded by what the actor may see."""
