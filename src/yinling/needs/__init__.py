"""What people need and may have: entitlements, and the case that leads to them."""
