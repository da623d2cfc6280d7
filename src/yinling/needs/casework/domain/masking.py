"""How a person appears in a public notice: enough to be recognised by neighbours, no more."""


def mask_name(name: str) -> str:
    """The first character and a star for each other: `王**`."""
    return name[:1] + "*" * max(1, len(name) - 1) if name else ""


def mask_id_number(number: str) -> str:
    """First three and last four characters; anything shorter is hidden wholly."""
    if len(number) < 12:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]
