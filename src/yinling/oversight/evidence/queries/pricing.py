"""What visits of a month cost by the price of their day, and which of them nobody can claim."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from yinling.care.catalogue.queries import cost_fen, prices_on, services
from yinling.oversight.evidence.domain.visits import DoneVisit
from yinling.oversight.evidence.queries.findings import month_end
from yinling.oversight.evidence.queries.visits import done_visits, visited_people

UNPROVED, NO_PRICE, NO_MINUTES = "not_proved", "no_price", "no_minutes"
PEOPLE_AT_ONCE = 200


@dataclass(frozen=True)
class Priced:
    """A visit with what it costs by the price of its day; minutes beyond those ordered are not paid."""

    visit: DoneVisit
    name: str
    price_fen: int
    minutes: int
    fen: int


@dataclass(frozen=True)
class MonthPart:
    """All visits of the month to the people up to `last_person`."""

    last_person: int
    visits: list[DoneVisit]


class PriceBook:
    """A provider's prices, looked up once for each day."""

    def __init__(self, provider_id: int) -> None:
        self.provider_id, self.known = provider_id, services(with_withdrawn=True)
        self.prices: dict[date, dict[str, int]] = {}

    def priced(self, visits: Collection[DoneVisit]) -> tuple[list[Priced], list[dict[str, Any]]]:
        """What can be claimed; and what cannot, with its reason."""
        found: list[Priced] = []
        left_out: list[dict[str, Any]] = []
        for visit in visits:
            price, minutes = self._price(visit), min(visit.minutes_counted or 0, visit.minutes)
            reason = _why_not(visit, price, minutes)
            if reason or price is None:
                left_out.append({"visit": visit.id, "reason": reason})
                continue
            item = self.known[visit.service_code]
            fen = cost_fen(item, price_fen=price, minutes=minutes)
            found.append(Priced(visit, item.name, price, minutes, fen))
        return found, left_out

    def _price(self, visit: DoneVisit) -> int | None:
        if visit.on not in self.prices:
            self.prices[visit.on] = dict(prices_on(list(self.known), provider_id=self.provider_id, on=visit.on))
        return self.prices[visit.on].get(visit.service_code)


def _why_not(visit: DoneVisit, price: int | None, minutes: int) -> str:
    if not visit.is_proved:
        return UNPROVED
    if price is None:
        return NO_PRICE
    return "" if minutes else NO_MINUTES


def month_parts(provider_id: int, month: date, *, after_person: int = 0) -> Iterator[MonthPart]:
    """A provider's done visits of a month, the people after a given one, some at a time, in the order of their numbers.

    Nobody is in two parts: what a person's month gives is split over all of their visits.
    """
    until = month_end(month)
    ask = partial(visited_people, from_=month, until=until, provider_id=provider_id, limit=PEOPLE_AT_ONCE)
    while people := ask(after=after_person):
        after_person = people[-1]
        yield MonthPart(
            after_person, done_visits(from_=month, until=until, provider_id=provider_id, people=people)
        )  # fmt: skip
