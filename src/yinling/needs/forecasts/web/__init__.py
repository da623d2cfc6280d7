"""Pages of forecasts, one module per audience."""
