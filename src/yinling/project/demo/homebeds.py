"""Home beds in every state for people who have a plan, and respite that a family asked for."""

from datetime import timedelta
from typing import Any

from yinling.care.homebeds import actions as beds
from yinling.care.homebeds.actions import Contract, Thing
from yinling.care.homebeds.domain.refusals import SomethingMissing
from yinling.care.plans.queries import plan_lines
from yinling.care.respite import actions as respite
from yinling.care.respite.actions import Wish
from yinling.kernel.dates import day_of
from yinling.people.registry.actions import state_fact
from yinling.project.demo.district import Cast
from yinling.project.demo.plans import CARERS_FIRM, CLERK

BEDS = 6
THINGS = ("护理床（演示）", "一键呼叫器（演示）")


def build(cast: Cast) -> None:
    """Some of the planned people have a bed; two families rest for some days."""
    if "care" not in cast.actors:
        return
    clerk = cast.actors[CLERK]
    people = [line.person_id for line in plan_lines(clerk, on=day_of(cast.at), state="agreed")]
    for place, person_id in enumerate(people[:BEDS]):
        make(cast, person_id, place)
    waiting = [line.person_id for line in plan_lines(clerk, on=day_of(cast.at), state="proposed")]
    for place, person_id in enumerate([*waiting[:1], *people[:1]]):
        rest(cast, person_id, place)


def make(cast: Cast, person_id: int, place: int) -> None:
    """One bed: the last waits for its equipment, those before it are open; without a grade it waits for one."""
    staff, clerk, at, today = cast.actors["care"], cast.actors[CLERK], cast.at, day_of(cast.at)
    bed = beds.apply(person_id=person_id, provider_id=cast.firms[CARERS_FIRM], by=clerk, at=at)
    who: dict[str, Any] = {"bed_id": bed.pk, "by": staff, "at": at}
    try:
        beds.assess(**who)
    except SomethingMissing:
        return
    for number, name in enumerate(THINGS, 1):
        beds.equip(Thing(name, today, f"YS-{place:02d}-{number}", is_alarm=number == len(THINGS)), **who)
    if place == BEDS - 1:
        return
    beds.finish_equipment(**who)
    beds.contract(Contract(f"YS-{place:03d}", "（演示）家人", today, today + timedelta(days=365), 120_000), **who)
    beds.open_bed(on=today, review_due_on=today + timedelta(days=20 + 30 * place), **who)


def rest(cast: Cast, person_id: int, place: int) -> None:
    """A family that cares by itself asks for three days; the second one is arranged."""
    clerk, today = cast.actors[CLERK], day_of(cast.at)
    state_fact(
        person_id=person_id, name="cared_by_family", value=True, valid_from=today, by=clerk, at=cast.at,
        reason="（演示）上门了解",
    )  # fmt: skip
    first = today + timedelta(days=7 + 7 * place)
    wish = Wish(
        person_id, cast.firms[CARERS_FIRM], "home" if place else "institution", first, first + timedelta(days=3)
    )
    booking = respite.ask(wish, by=clerk, at=cast.at)
    if place:
        respite.take(booking_id=booking.pk, verb="confirm", by=cast.actors["care"], at=cast.at)
