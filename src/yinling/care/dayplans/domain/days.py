"""A day in words of care becomes stops, shifts and links of the routing engine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from yinling.care.dayplans.domain.faults import FAULTS_MAX, BadDay, demand_shape, duplicates, spots
from yinling.engines.routing.days_problem import FOREVER, Base, Break, Fixed, Link, Problem, Shift, Stop, Weights
from yinling.engines.routing.days_travel import Pace, Travel

PACES = {
    "walk": Pace(speed=4.5 / 3.6, detour=1.25),
    "ebike": Pace(speed=16 / 3.6, detour=1.3, overhead=120),
    "bus": Pace(speed=18 / 3.6, detour=1.4, overhead=600),
    "car": Pace(speed=28 / 3.6, detour=1.4, overhead=300),
}
UNSERVED = {1: 36_000.0, 2: 14_400.0, 3: 7_200.0}
CHANGED = 1_800.0  # another time where one is known
PROMISED = 3  # planned anew, nobody who expects a carer gives way to two who do not, unless these are more urgent
REST_MINUTES_MIN = 660
SECOND = "#2"
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Translated:
    """The problem for the engine, and carers who may not work that day with the reason in Chinese."""

    problem: Problem
    kept_away: Mapping[str, str]
    on: date


def translate(schema: Given, day: Given) -> Translated:
    """The day as a problem. Raises BadDay with sentences that name the fields."""
    demand_shape(schema, day)
    faults = [*duplicates(day), *spots(day)]
    if faults:
        raise BadDay(faults[:FAULTS_MAX])
    try:
        date.fromisoformat(day["date"])
    except ValueError as fault:
        raise BadDay([f"date：“{day['date']}”不是日期"]) from fault
    return translate_known(day)


def translate_known(day: Given) -> Translated:
    """A day whose shape is beyond doubt, because it was made here."""
    return _Translation(day, date.fromisoformat(day["date"])).done()


def seconds(clock: str) -> int:
    """Seconds since midnight of a time like 08:30."""
    hours, minutes = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60


class _Translation:
    """One day under translation; places are numbered as they are met."""

    def __init__(self, day: Given, on: date) -> None:
        self.day, self.on = day, on
        self.rules, self.kept_away = day.get("rules", {}), dict[str, str]()
        self.matrix = day.get("travel", {}).get("matrix")
        self.numbers: dict[Any, int] = {}
        if self.matrix:
            self.numbers = {name: number for number, name in enumerate(self.matrix["places"])}

    def done(self) -> Translated:
        """All of it."""
        shifts = [shift for carer in self.day["carers"] for shift in self.shifts(carer)]
        promised = self.promised()
        stops = [stop for visit in self.day["visits"] for stop in self.stops(visit, shifts, visit["id"] in promised)]
        problem = Problem(tuple(stops), tuple(shifts), self.travel(), tuple(self.links()), self.weights(), self.base())
        return Translated(problem, self.kept_away, self.on)

    def place(self, given: Given) -> int:
        """The number of a place; equal coordinates are one place."""
        key = given["place"] if self.matrix else (given["longitude"], given["latitude"])
        return self.numbers.setdefault(key, len(self.numbers))

    def travel(self) -> Travel:
        """Given times, or paces with what the day says of them."""
        if self.matrix:
            tables = {
                mode: np.ceil(np.array(rows, dtype=float) * 60).astype(np.int32)
                for mode, rows in self.matrix["minutes"].items()
            }
            return Travel(tuple((0.0, 0.0) for _ in self.numbers), PACES, tables)
        said = self.day.get("travel", {}).get("modes", {})
        return Travel(tuple(self.numbers), PACES | {mode: _pace(PACES[mode], each) for mode, each in said.items()})

    def shifts(self, carer: Given) -> Iterator[Shift]:
        """The shifts of a carer who may work that day, not before the legal rest is over."""
        expired = [each["name"] for each in carer.get("certificates", []) if each["valid_until"] < self.day["date"]]
        if expired:
            self.kept_away[carer["id"]] = f"证书过期：{'、'.join(expired)}"
            return
        rested, has, place = self.rested(carer), self.traits(carer), self.place(carer)
        work_max = carer.get("work_minutes_max", self.rules.get("work_minutes_max"))
        for number, each in enumerate(carer["shifts"]):
            starts, ends = max(seconds(each["from"]), rested), seconds(each["until"])
            if starts >= ends:
                self.kept_away[carer["id"]] = f"{each['from']} 的班次：上一班后休息不足"
                continue
            yield Shift(
                id=f"{carer['id']}#{number}", worker=carer["id"], starts=starts, ends=ends, start_place=place,
                end_place=place, mode=carer["mode"], has=has, overtime_max=each.get("overtime_minutes_max", 0) * 60,
                work_max=FOREVER if work_max is None else work_max * 60, breaks=tuple(self.breaks(each, carer)),
            )  # fmt: skip

    def rested(self, carer: Given) -> int:
        """When the carer has rested long enough since the last work."""
        if "last_ended_at" not in carer:
            return 0
        ended = datetime.fromisoformat(carer["last_ended_at"]) - datetime.fromisoformat(self.on.isoformat())
        return int(ended.total_seconds()) + int(self.rules.get("rest_minutes_min", REST_MINUTES_MIN)) * 60

    def breaks(self, shift: Given, carer: Given) -> Iterator[Break]:
        """The shift's own breaks, else the meal break of the rules, unless there was time for it before the shift."""
        general = [self.rules["meal_break"]] if "meal_break" in self.rules else []
        for each in shift.get("breaks", [one for one in general if not _has_eaten(shift, carer, one)]):
            yield Break(seconds(each["from"]), seconds(each["until"]), each["minutes"] * 60)

    def traits(self, carer: Given) -> frozenset[str]:
        """Skills that are valid that day, and the gender."""
        found = {f"gender:{carer['gender']}"} if "gender" in carer else set()
        for skill in carer.get("skills", []):
            if isinstance(skill, str):
                found.add(f"skill:{skill}")
            elif skill.get("valid_until", "9999") >= self.day["date"]:
                found.add(f"skill:{skill['code']}")
        return frozenset(found)

    def stops(self, visit: Given, shifts: list[Shift], is_promised: bool) -> Iterator[Stop]:
        """A visit is one stop, or two if two carers come."""
        priority = visit.get("priority", 1)
        unserved = UNSERVED | {int(k): v for k, v in self.day.get("weights", {}).get("unserved", {}).items()}
        weight = unserved.get(priority, min(unserved.values())) * (PROMISED if is_promised else 1)
        needs = {f"skill:{skill}" for skill in visit.get("skills", [])}
        needs |= {f"gender:{visit['gender']}"} if "gender" in visit else set()
        for number in range(visit.get("carers", 1)):
            yield Stop(
                id=visit["id"] + (SECOND if number else ""), party=visit["person"], place=self.place(visit),
                seconds=visit["minutes"] * 60, opens=seconds(visit["from"]), closes=seconds(visit["until"]),
                weight=weight, rank=priority,
                due=seconds(visit["wished_until"]) if "wished_until" in visit else None, needs=frozenset(needs),
                barred=frozenset(visit.get("excluded", [])), prefers=tuple(visit.get("preferred", [])),
                known=tuple(visit.get("previous", [])), fixed=_fixed(visit, number, shifts),
            )  # fmt: skip

    def links(self) -> Iterator[Link]:
        """Two carers at once, what the day links, and visits of one person one after another."""
        minutes = {visit["id"]: visit["minutes"] * 60 for visit in self.day["visits"]}
        for visit in self.day["visits"]:
            if visit.get("carers", 1) == 2:
                yield Link(visit["id"], visit["id"] + SECOND, 0, 0)
        said = {frozenset((each["first"], each["second"])) for each in self.day.get("links", [])}
        for each in self.day.get("links", []):
            least, most = each.get("gap_minutes_min", 0) * 60, each.get("gap_minutes_max")
            served = minutes[each["first"]]
            yield Link(each["first"], each["second"], served + least, FOREVER if most is None else served + most * 60)
        for first, second in self.neighbours():
            if frozenset((first["id"], second["id"])) not in said:
                yield Link(first["id"], second["id"], minutes[first["id"]], FOREVER, is_loose=True)

    def neighbours(self) -> Iterator[tuple[Given, Given]]:
        """Visits of one person that could overlap, in the order of their windows."""
        visits: dict[str, list[Given]] = {}
        for visit in self.day["visits"]:
            visits.setdefault(visit["person"], []).append(visit)
        for each in visits.values():
            ordered = sorted(each, key=lambda visit: (visit["from"], visit["until"]))
            for one, two in zip(ordered, ordered[1:], strict=False):
                if seconds(one["until"]) + one["minutes"] * 60 > seconds(two["from"]):
                    yield one, two

    def weights(self) -> Weights:
        """The engine's weights; with a base plan a change costs something unless the day says otherwise."""
        said, known = self.day.get("weights", {}), Weights()
        change = CHANGED if "base" in self.day else 0.0
        return Weights(
            travel=said.get("travel", known.travel), late=said.get("late", known.late),
            overtime=said.get("overtime", known.overtime), stranger=said.get("new_carer", known.stranger),
            unwished=said.get("not_preferred", known.unwished), fairness=said.get("fairness", known.fairness),
            other_worker=said.get("changed_carer", 2 * change), other_time=said.get("changed_time", change),
        )  # fmt: skip

    def promised(self) -> frozenset[str]:
        """Visits that somebody expects, where a change counts for something."""
        counts = self.day.get("weights", {}).get("changed_carer", CHANGED)
        return frozenset(one["visit"] for one in self.day.get("base", {}).get("visits", []) if counts)

    def base(self) -> Base:
        """The plan already known, by stop."""
        said = self.day.get("base")
        if not said:
            return Base()
        held = {}
        for each in said["visits"]:
            for number, carer in enumerate(each["carers"][:2]):
                held[each["visit"] + (SECOND if number else "")] = (carer, seconds(each["start"]))
        return Base(held, said.get("tolerance_minutes", 15) * 60)


def _has_eaten(shift: Given, carer: Given, meal: Given) -> bool:
    """Whether the carer was off duty for a whole meal in its window before the shift began."""
    starts = seconds(shift["from"])
    worked = max((seconds(one["until"]) for one in carer["shifts"] if seconds(one["until"]) <= starts), default=0)
    return bool(starts - max(worked, seconds(meal["from"])) >= meal["minutes"] * 60)


def _pace(known: Pace, said: Given) -> Pace:
    overhead = said.get("overhead_minutes")
    return Pace(
        said["kilometres_per_hour"] / 3.6,
        said.get("detour", known.detour),
        known.overhead if overhead is None else overhead * 60,
    )


def _fixed(visit: Given, number: int, shifts: list[Shift]) -> Fixed | None:
    """The shift in which a fixed visit lies."""
    if "fixed" not in visit:
        return None
    carer, starts = visit["fixed"]["carers"][number], seconds(visit["fixed"]["start"])
    own = [shift for shift in shifts if shift.worker == carer]
    chosen = next((shift for shift in own if shift.starts <= starts < shift.ends), own[0] if own else None)
    return Fixed(chosen.id if chosen else f"{carer}#-", starts)
