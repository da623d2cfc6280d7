"""Who is not at home: told by the floor that keeps rests, so that plans and orders never say two things."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

# Answers `teller(person_ids, on=day)`: the reason in words by person, for those to whom nobody comes that day.
Teller = Callable[..., Mapping[int, str]]
_tellers: list[Teller] = []


def tell_rests_with(teller: Teller) -> None:
    """Has rests told by `teller`; told once by the wiring."""
    if teller not in _tellers:
        _tellers.append(teller)


def rest_words(person_ids: Collection[int], *, on: date) -> dict[int, str]:
    """Reasons in words, by person who is not at home on the day."""
    return {person: words for teller in _tellers for person, words in teller(person_ids, on=on).items()}
