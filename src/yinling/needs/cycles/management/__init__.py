"""Commands of cycles."""
