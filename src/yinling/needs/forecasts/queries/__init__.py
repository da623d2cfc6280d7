"""Questions to forecasts."""
