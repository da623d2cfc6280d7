"""Texts brought into a form in which equal things are equal."""

import unicodedata
from datetime import date

_SIGNS_INSIDE_NAMES = "·•・．.‧∙"


def plain_name(text: str) -> str:
    """A name without spaces, with one form for width and for the dot of names of minorities; Latin in capitals."""
    joined = "".join(unicodedata.normalize("NFKC", text).split())
    return "".join("·" if sign in _SIGNS_INSIDE_NAMES else sign for sign in joined).upper()


def similarity_key(name: str, birth_date: date | None, place: str) -> str:
    """Name, day and place in one text; empty where one of them is unknown, for then nothing is alike."""
    if not (name and birth_date and place):
        return ""
    return f"{plain_name(name)}|{birth_date.isoformat()}|{place}"
