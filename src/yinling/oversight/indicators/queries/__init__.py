"""Questions about indicators: what a pack asks (`packs`), what the registers and bureaus answer (`figures`)."""
