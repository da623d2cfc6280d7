"""The picture of a day: a lane for each carer, a bar for each visit, what nobody goes to, and points on a map."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from yinling.care.dayplans.queries.days import homes_of, places_of, stretches
from yinling.care.orders.queries.lists import clock
from yinling.care.visits.queries.ground import ground_of
from yinling.care.visits.queries.planning import HELD, OPEN, PlannedVisit, cards_of, visits_to_plan
from yinling.care.visits.queries.visits import TONES, visits_visible
from yinling.kernel.actor import Actor
from yinling.people.workforce.queries import Shift, shifts_on, worker_lines

Goes = Mapping[int, tuple[tuple[int, ...], int | None]]
DAY_STARTS, DAY_ENDS = 7 * 60, 19 * 60


@dataclass(frozen=True)
class Bar:
    """One visit of one carer, or of nobody; times in minutes from midnight, `number` its place in the carer's day."""

    visit_id: int
    person: str
    area: str
    town: str
    service: str
    window: str
    starts: int
    ends: int
    time: str
    minutes: int
    carers: int
    state: str
    state_words: str
    tone: str
    is_fixed: bool
    is_changed: bool
    is_guessed: bool
    is_movable: bool
    longitude: float
    latitude: float
    url: str
    number: int = 0
    with_words: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lane:
    """One carer's day."""

    worker_id: int
    name: str
    colour: int
    hours: tuple[tuple[int, int], ...]
    hours_words: str
    home: tuple[float, float]
    bars: tuple[Bar, ...]

    @property
    def minutes(self) -> int:
        """How long this carer serves."""
        return sum(bar.minutes for bar in self.bars)


@dataclass(frozen=True)
class Board:
    """A provider's day. `released` are the visits whose carer cannot come; `guessed` those whose door is unknown;
    `areas` has the area of each visit."""

    lanes: tuple[Lane, ...] = ()
    unserved: tuple[Bar, ...] = ()
    released: int = 0
    guessed: int = 0
    areas: tuple[str, ...] = ()

    @property
    def visits(self) -> int:
        """How many visits the day has."""
        return len({bar.visit_id for lane in self.lanes for bar in lane.bars}) + len(self.unserved)

    @property
    def towns(self) -> list[str]:
        """Towns of the visits, by name."""
        return sorted({bar.town for lane in self.lanes for bar in lane.bars} | {bar.town for bar in self.unserved})

    @property
    def assigned(self) -> int:
        """How many of them have somebody."""
        return self.visits - len(self.unserved)


@dataclass(frozen=True)
class _Known:
    """What is asked once for a board."""

    names: Mapping[int, str]
    people: Mapping[int, tuple[str, str]]
    places: Mapping[int, tuple[float, float]]
    guessed: frozenset[int]
    changed: frozenset[int] = frozenset()
    reasons: Mapping[int, Sequence[str]] = field(default_factory=dict)
    may_move: bool = False
    plan_id: int | None = None


def present_board(provider_id: int, *, on: date, actor: Actor) -> Board:
    """The day as it stands, of visits that the actor may see."""
    visits = _visits(provider_id, on, actor)
    goes = {one.id: (one.workers, one.starts) for one in visits}
    return _board(provider_id, on, visits, goes, may_move=actor.may("visits.manage"))


def plan_board(plan: Any, *, actor: Actor) -> Board:
    """The day as a plan would have it."""
    lines = {line.visit_id: line for line in plan.lines.all()}
    visits = _visits(plan.provider_id, plan.on, actor)
    goes: dict[int, tuple[tuple[int, ...], int | None]] = {one.id: (one.workers, one.starts) for one in visits}
    for visit_id, line in lines.items():
        goes[visit_id] = (tuple(line.workers), line.starts)
    changed = frozenset(visit_id for visit_id, line in lines.items() if line.is_disturbed)
    reasons = {visit_id: line.reasons for visit_id, line in lines.items()}
    may = plan.state == "proposed" and actor.may("visits.manage")
    return _board(
        plan.provider_id, plan.on, visits, goes, changed=changed, reasons=reasons, may_move=may, plan_id=plan.pk
    )


def _visits(provider_id: int, on: date, actor: Actor) -> list[PlannedVisit]:
    rows = visits_visible(actor, on=on).filter(provider=provider_id, on=on, state__in=[*OPEN, *HELD])
    return visits_to_plan(rows.select_related("order").order_by("pk"))


def _board(provider_id: int, on: date, visits: Sequence[PlannedVisit], goes: Goes, **more: Any) -> Board:
    shifts = shifts_on(provider_id, on=on)
    places, guessed = places_of(visits)
    workers = {shift.worker_id for shift in shifts} | {worker for one in visits for worker in goes[one.id][0]}
    cards = cards_of(visits, on=on)
    known = _Known(
        {number: line.name for number, line in worker_lines(workers).items()},
        {card.id: (card.name_masked, card.area_name) for card in cards}, places, guessed, **more,
    )  # fmt: skip
    bars = {one.id: _bar(one, goes[one.id], known) for one in visits}
    unserved = [bars[one.id] for one in visits if not goes[one.id][0]]
    return Board(
        lanes=_lanes(shifts, visits, goes, bars, known),
        unserved=tuple(sorted(unserved, key=lambda bar: (bar.starts, bar.visit_id))),
        released=sum(one.cause == "carer_absent" and not goes[one.id][0] for one in visits),
        guessed=len(guessed),
        areas=tuple(one.area for one in visits),
    )


def _lanes(
    shifts: Sequence[Shift], visits: Sequence[PlannedVisit], goes: Goes, bars: Mapping[int, Bar], known: _Known
) -> tuple[Lane, ...]:
    hours: dict[int, list[Shift]] = {}
    for shift in shifts:
        hours.setdefault(shift.worker_id, []).append(shift)
    own: dict[int, list[Bar]] = {worker: [] for worker in known.names}
    for one in visits:
        for worker in goes[one.id][0]:
            own[worker].append(bars[one.id])
    middle = next(iter(known.places.values()), (0.0, 0.0))
    homes = homes_of(shifts, middle)
    ordered = sorted(own, key=lambda worker: (known.names[worker], worker))
    return tuple(
        _lane(worker, colour, tuple(stretches(hours.get(worker, []))), homes.get(worker, middle), own[worker], known)
        for colour, worker in enumerate(ordered)
    )


def _lane(
    worker: int, colour: int, hours: tuple[tuple[int, int], ...], home: tuple[float, float], own: list[Bar],
    known: _Known,
) -> Lane:  # fmt: skip
    bars = sorted(own, key=lambda bar: (bar.starts, bar.visit_id))
    words = "、".join(f"{clock(starts)}–{clock(ends)}" for starts, ends in hours)
    numbered = tuple(Bar(**{**asdict(bar), "number": place}) for place, bar in enumerate(bars, start=1))
    return Lane(worker, known.names[worker], colour, hours, words, home, numbered)


def _bar(one: PlannedVisit, goes: tuple[tuple[int, ...], int | None], known: _Known) -> Bar:
    workers, planned = goes
    starts = one.window_from if planned is None else planned
    person, area = known.people[one.person_id]
    longitude, latitude = known.places[one.id]
    window = f"{clock(one.window_from)}–{clock(one.window_until)}"
    return Bar(
        visit_id=one.id, person=person, area=area.split(" ")[-1], town=area.split(" ")[-2:][0],
        service=one.service_name, window=window,
        starts=starts, ends=starts + one.minutes, time=clock(starts) if workers else window, minutes=one.minutes,
        carers=one.carers, state=one.state, state_words=str(one.state_words), tone=TONES[one.state],
        is_fixed=one.is_fixed, is_changed=one.id in known.changed, is_guessed=one.id in known.guessed,
        is_movable=_may_move(one, known),
        longitude=longitude, latitude=latitude, url=_url(one.id, known),
        with_words="、".join(known.names[worker] for worker in workers) if len(workers) > 1 else "",
        reasons=tuple(known.reasons.get(one.id, ())),
    )  # fmt: skip


def _may_move(one: PlannedVisit, known: _Known) -> bool:
    is_line = not known.plan_id or one.id in known.reasons
    return known.may_move and is_line and one.state in OPEN and not one.is_fixed


def _url(visit_id: int, known: _Known) -> str:
    if known.plan_id and visit_id in known.reasons:
        return reverse("dispatch:line", args=[known.plan_id, visit_id])
    return reverse("dispatch:visit", args=[visit_id])


def picture(board: Board) -> dict[str, Any]:
    """The board for the script that draws it."""
    bars = [bar for lane in board.lanes for bar in lane.bars] + list(board.unserved)
    hours = [time for lane in board.lanes for span in lane.hours for time in span]
    first = min([DAY_STARTS, *(bar.starts for bar in bars), *hours])
    last = max([DAY_ENDS, *(bar.ends for bar in bars), *hours])
    return {
        "from": first // 60 * 60,
        "until": -(-last // 60) * 60,
        "lanes": [asdict(lane) for lane in board.lanes],
        "unserved": [asdict(bar) for bar in board.unserved],
        "ground": ground_of(board.areas),
    }


def carers_with_visits(provider_id: int, *, on: date, actor: Actor) -> list[tuple[int, str, int]]:
    """(who, name, how many visits are still to come) of those who can be sent on a day, the busiest first."""
    rows = visits_visible(actor, on=on).filter(provider=provider_id, on=on, state__in=OPEN, carers__isnull=False)
    to_come = Counter(rows.values_list("carers__worker_id", flat=True))
    lines = worker_lines({*to_come, *(shift.worker_id for shift in shifts_on(provider_id, on=on))})
    return sorted(
        ((number, line.name, to_come[number]) for number, line in lines.items()), key=lambda one: (-one[2], one[1])
    )
