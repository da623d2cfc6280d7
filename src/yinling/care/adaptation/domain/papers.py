"""What is handed in with each step, as frozen values."""

from dataclasses import dataclass, field
from datetime import date

from yinling.care.adaptation.domain.photos import Photo
from yinling.care.adaptation.domain.refusals import DatesWrong


@dataclass(frozen=True)
class Found:
    """A risk item of the catalogue and how bad it is: minor, moderate or severe."""

    item: str
    severity: str


@dataclass(frozen=True)
class SurveyPaper:
    """What a visit to the home found."""

    surveyed_on: date
    findings: tuple[Found, ...]
    remark: str = ""
    photos: tuple[Photo, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class ContractTerms:
    """Dates of a contract and who signed for the household."""

    signed_on: date
    starts_on: date
    ends_on: date
    signed_by: str


@dataclass(frozen=True)
class Verdict:
    """The answer to finished works, with the name that was signed."""

    signature_name: str
    remark: str = ""


def checked_terms(terms: ContractTerms) -> ContractTerms:
    """The terms, if their dates follow each other. Raises DatesWrong."""
    if not terms.signed_on <= terms.starts_on <= terms.ends_on:
        raise DatesWrong("签订、开工、完工日期应当依次先后。")
    return terms


def checked_day(day: date, *, today: date, not_before: date | None = None) -> date:
    """A day on which something has happened: not in the future, not before what came first. Raises DatesWrong."""
    if day > today:
        raise DatesWrong("日期不能晚于今天。")
    if not_before is not None and day < not_before:
        raise DatesWrong(f"日期不能早于 {not_before:%Y-%m-%d}。")
    return day
