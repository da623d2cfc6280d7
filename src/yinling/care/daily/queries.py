"""The day's "I am well" for the call desk, for the person, and for their family."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, IntegerField, Q, Value, When

from yinling.care.daily.domain.clock import Clock
from yinling.care.daily.domain.states import BY_WORDS, DAILY_TONES, DAILY_WORDS, WAITING, By, Daily
from yinling.care.daily.models import DailyWell
from yinling.care.wellbeing.queries.rules import rules
from yinling.care.wellbeing.queries.targets import cards_of
from yinling.kernel.actor import Actor
from yinling.kernel.dates import minutes_at
from yinling.people.registry.queries import PersonCard

PAGE_ROWS = 30
ORDER = [Daily.NO_ANSWER, Daily.ASKED, Daily.VISIT, Daily.WELL]
RANK = Case(*(When(state=state, then=Value(place)) for place, state in enumerate(ORDER)), output_field=IntegerField())
KEY = re.compile(r"\d\.\d{1,18}")


@dataclass(frozen=True)
class DayLine:
    """One person's day, masked."""

    id: int
    person_id: int
    card: PersonCard
    state: str
    state_words: str
    tone: str
    tries: int
    said_words: str
    note: str
    by_name: str
    at: datetime
    ticket_id: int | None

    @property
    def is_waiting(self) -> bool:
        """Whether nobody knows yet."""
        return self.state in WAITING


def clock() -> Clock:
    """The day's clock, as the deployed district has it."""
    daily = rules().daily
    return Clock(minutes_at(daily.ask_at), minutes_at(daily.visit_at), daily.repeat_minutes, daily.tries)


def day_lines(on: date, *, actor: Actor, state: str = "", after: str = "") -> tuple[list[DayLine], str]:
    """One page of the day, whoever has not answered first, and after which key the next begins, empty at the end."""
    rows = DailyWell.objects.visible_to(actor).filter(on=on)
    if state:
        rows = rows.filter(state=state)
    found = list(rows.annotate(rank=RANK).filter(_after(after)).order_by("rank", "pk")[: PAGE_ROWS + 1])
    shown = found[:PAGE_ROWS]
    return _lines(shown, on), _key(shown[-1]) if len(found) > PAGE_ROWS else ""


def _key(row: DailyWell) -> str:
    """Where a row stands in the order of `day_lines`."""
    return f"{ORDER.index(Daily(row.state))}.{row.pk}"


def _after(key: str) -> Q:
    """Rows that come later; all where the key is none."""
    if not KEY.fullmatch(key):
        return Q()
    rank, number = (int(part) for part in key.split("."))
    return Q(rank__gt=rank) | Q(rank=rank, pk__gt=number)


def day_line(row_id: int, *, actor: Actor, on: date) -> DayLine | None:
    """One person's day, if the actor may see it."""
    return next(iter(_lines(list(DailyWell.objects.visible_to(actor).filter(pk=row_id)), on)), None)


def day_counts(on: date, *, actor: Actor) -> list[tuple[str, str, int, str]]:
    """(state, words, how many, tone) of a day."""
    rows = DailyWell.objects.visible_to(actor).filter(on=on).order_by().values_list("state")
    known = dict(rows.annotate(number=Count("pk")))
    return [(state.value, DAILY_WORDS[state], known.get(state.value, 0), DAILY_TONES[state]) for state in ORDER]


def day_of_person(person_id: int, *, on: date) -> DailyWell | None:
    """A person's day; the caller has asked who may see."""
    return DailyWell.objects.filter(person=person_id, on=on).first()


def _lines(rows: list[DailyWell], on: date) -> list[DayLine]:
    cards = cards_of([row.person_id for row in rows], on=on)
    return [
        DayLine(
            row.pk, row.person_id, cards[row.person_id], row.state, DAILY_WORDS[Daily(row.state)],
            DAILY_TONES[Daily(row.state)], row.tries, BY_WORDS[By(row.said_by)] if row.said_by else "", row.note,
            row.by_name, row.at, row.ticket_id,
        )
        for row in rows
        if row.person_id in cards
    ]  # fmt: skip
