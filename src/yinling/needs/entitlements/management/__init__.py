"""Commands of entitlements."""
