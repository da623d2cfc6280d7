"""How many working days a notice stands and an objection may take, and where that is written."""

from dataclasses import dataclass
from datetime import date

from yinling.gateways.policy.hearings import hearing_term
from yinling.gateways.policy.reading import load_calendar, load_clauses
from yinling.kernel.deadlines import Limit, due_on, window_until
from yinling.needs.hearings.models import HearingDays, TermName


@dataclass(frozen=True)
class TermLine:
    """A term in force: set by the bureau, else the pack's, else a default that nobody has confirmed."""

    name: str
    words: str
    days: int
    source: str
    clause_place: str
    is_verified: bool
    since: date | None


def term(name: str, *, pack: str, on: date) -> TermLine:
    """The term of a pack on a day."""
    words = str(TermName(name).label)
    given = hearing_term(pack, name)
    row = HearingDays.objects.filter(name=name, valid_from__lte=on).order_by("-valid_from", "-pk").first()
    if given.clause:
        return TermLine(name, words, given.days, given.source, _place(pack, given.clause), given.verified, None)
    if row is not None:
        return TermLine(name, words, row.days, row.source, "", True, row.valid_from)
    return TermLine(name, words, given.days, given.source, "", given.verified, None)


def _place(pack: str, clause: str) -> str:
    found = load_clauses(pack).get(clause)
    return found.place if found else clause


def terms_in_force(*, pack: str, on: date) -> list[TermLine]:
    """Both terms."""
    return [term(name.value, pack=pack, on=on) for name in TermName]


def notice_until(start: date, days: int) -> date:
    """The first day on which a notice published on `start` no longer stands."""
    return window_until(start, Limit(days), load_calendar())


def review_due_on(start: date, days: int) -> date:
    """The last day in time for an objection raised on `start`."""
    return due_on(start, Limit(days), calendar=load_calendar()) or start
