"""Codes that a phone's camera reads, as drawings."""

import segno


def svg_of(text: str, *, module_pixels: int = 6) -> str:
    """A QR code of high error correction (a scratched one can still be read), as SVG for a page."""
    return segno.make(text, error="h", micro=False).svg_inline(scale=module_pixels, border=4)
