"""The public portal: what exists, what may I get, where is it. It knows nobody and keeps nothing."""
