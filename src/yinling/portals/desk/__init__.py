"""Pages of the desk that span capabilities: the case page, an application taken in at the window."""
