"""Prices of the demo district's services, and care plans in every state, at the demo's provider of care."""

from datetime import timedelta

from yinling.care.catalogue import actions as catalogue
from yinling.care.catalogue.queries import services
from yinling.care.orders.actions import resting
from yinling.care.plans import actions as plans
from yinling.care.plans.actions import Agreement, Content, ItemDetails
from yinling.kernel.dates import day_of
from yinling.needs.grades.queries import results_visible
from yinling.people.registry.queries import people_visible
from yinling.project.demo.district import Cast

# Invented, in fen a unit; what is not named costs the last.
PRICES = {
    "meal_help": 3_000, "bath_help": 12_000, "cleaning": 4_000, "walking_help": 3_500, "clinic_escort": 12_000,
    "personal_care": 6_500, "nursing_help": 9_000, "rehabilitation": 9_500, "respite_home": 32_000, "": 5_000,
}  # fmt: skip
CLERK, CARERS_FIRM, PLANS = "zhujiajiao", 3, 24
PRICED_DAYS_AGO = 60  # before the visits that are claimed
EVERY_DAY, WORKDAYS = tuple(range(7)), tuple(range(5))
WEEKS = [
    (ItemDetails("personal_care", (0, 2, 4), 480, 660, 60), ItemDetails("bath_help", (3,), 540, 720, 90, carers=2)),
    (ItemDetails("cleaning", (1,), 480, 1020, 120, priority=3), ItemDetails("health_check", (4,), 540, 660, 30)),
    (
        ItemDetails("medication_care", EVERY_DAY, 420, 540, 20, priority=1),
        ItemDetails("meal_help", WORKDAYS, 660, 780, 30),
    ),
    (
        ItemDetails("rehabilitation", (0, 3), 840, 1020, 60, every_weeks=2),
        ItemDetails("comfort_talk", (2,), 840, 1020, 60),
    ),
]
AGREED = Agreement("（演示）家人", "guardian", "signature")


def build(cast: Cast) -> None:
    """Prices of every service; plans of assessed people of one town and of the demo's older persons."""
    if "care" not in cast.actors:
        return
    since = cast.at - timedelta(days=PRICED_DAYS_AGO)
    for code in services():
        catalogue.set_price(
            service_code=code, fen=PRICES.get(code, PRICES[""]), valid_from=day_of(since),
            by=cast.actors["bureau"], at=since, source="演示价格",
        )  # fmt: skip
    for place, person_id in enumerate(chosen(cast)):
        tell(cast, person_id, place)


def chosen(cast: Cast) -> list[int]:
    """Those with a grade first, then others of the town; the demo's own log-ins where the clerk may see them."""
    clerk, on = cast.actors[CLERK], day_of(cast.at)
    assessed = list(results_visible(clerk, on=on).order_by("pk").values_list("person_id", flat=True))
    everyone = people_visible(clerk, on=on)
    logins = [cast.actors[name].person_id for name in ("elder", "elder2") if name in cast.actors]
    wanted = [*logins, *assessed, *everyone.order_by("pk").values_list("pk", flat=True)[:PLANS]]
    seen = set(everyone.filter(pk__in=[each for each in wanted if each]).values_list("pk", flat=True))
    return [each for each in dict.fromkeys(wanted) if each in seen][:PLANS]


def tell(cast: Cast, person_id: int, place: int) -> None:
    """One plan: the first waits for an answer, every sixth is being written, every seventh rests."""
    clerk, staff, at = cast.actors[CLERK], cast.actors["care"], cast.at
    plan = plans.open_plan(person_id=person_id, provider_id=cast.firms[CARERS_FIRM], by=clerk, at=at)
    today = day_of(at)
    content = Content("身体干净，按时吃药，不跌倒。", today, today + timedelta(days=20 + 9 * place))
    plans.write(content, plan_id=plan.pk, by=staff, at=at)
    for item in WEEKS[place % len(WEEKS)]:
        plans.put_item(item, plan_id=plan.pk, by=staff, at=at)
    if place % 6 == 5:
        return
    plans.propose(plan_id=plan.pk, by=staff, at=at)
    if place == 0:
        return
    plans.agree(plan_id=plan.pk, agreement=AGREED, by=staff, at=at)
    if place == 1:
        more(cast, plan.pk)
    if place % 7 == 6:
        resting.rest(person_id=person_id, reason="hospital", from_=today, until=None, by=clerk, at=at, note="（演示）")


def more(cast: Cast, plan_id: int) -> None:
    """A second version, agreed like the first."""
    staff, at = cast.actors["care"], cast.at
    plans.start_version(plan_id=plan_id, why="（演示）出院后需要有人陪着走走", by=staff, at=at)
    plans.put_item(ItemDetails("walking_help", (5,), 840, 1020, 60), plan_id=plan_id, by=staff, at=at)
    plans.propose(plan_id=plan_id, by=staff, at=at)
    plans.agree(plan_id=plan_id, agreement=AGREED, by=staff, at=at)
