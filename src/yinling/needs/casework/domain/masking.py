"""How an identity number appears in a public notice: enough to be recognised by neighbours, no more."""


def mask_id_number(number: str) -> str:
    """First three and last four characters; anything shorter than 12 is hidden wholly."""
    if len(number) < 12:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]
