"""Questions about responders, their duty, and contacts of a family."""
