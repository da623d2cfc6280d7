"""Three months of money in the demo district: a death, levels that are told late and a new rate between them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from yinling.engines.rules.decision import Outcome
from yinling.kernel.actor import Actor, machine
from yinling.kernel.dates import SHANGHAI, day_of
from yinling.needs.benefits.queries import RowFilter, cycle_payments, recovery_list
from yinling.needs.cycles import actions as cycles
from yinling.needs.dues.domain.periods import first_of, month_after
from yinling.needs.enrolments import actions as enrolments
from yinling.needs.enrolments.queries import enrolments_of
from yinling.needs.entitlements.actions import confirm_parameter, enter_parameter
from yinling.needs.entitlements.domain.deciding import decide_one
from yinling.needs.entitlements.queries.packs import deployed_packs
from yinling.needs.entitlements.queries.programmes import bound_programme
from yinling.people.registry.actions import state_fact
from yinling.people.registry.queries import FactHistory, fact_histories, people_visible
from yinling.project.demo.district import Cast

ALLOWANCE, SHANGHAI_PACK = "practice-allowance", "practice-shanghai"
NOT_OFFICIAL = "演示值，非官方数据"
RATES = {"allowance_eighty_yuan": "100", "allowance_ninety_yuan": "200", "allowance_hundred_yuan": "600"}
NEW_RATE = ("allowance_eighty_yuan", "130")
FUNDS = {"区级财政": 50_000_000, "养老服务补贴资金": 80_000_000, "长期护理保险基金": 10_000_000}
# Programme, pack, how many are enrolled, how many are left who may be new to it.
GIVEN = [
    ("old_age_allowance", ALLOWANCE, 40, 5),
    ("care_service_subsidy", SHANGHAI_PACK, 20, 0),
    ("long_term_care_home_hours", SHANGHAI_PACK, 12, 0),
]
DRAFTED_ON, TOLD_ON = 5, 20
# Some have had the allowance for about a year, so that their life checks are due or overdue.
ALMOST_A_YEAR_DAYS, OVER_A_YEAR_DAYS = 345, 380


@dataclass
class Months:
    """The three months, and who acts in them."""

    cast: Cast
    enrolled: dict[str, list[int]]
    made: dict[tuple[str, date], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        now = first_of(day_of(self.cast.at))
        self.months = [month_after(now, -back) for back in (2, 1, 0)]

    def moment(self, month: date, day: int) -> datetime:
        """A working morning of the month, never later than now."""
        return min(datetime.combine(month.replace(day=day), time(9), tzinfo=SHANGHAI), self.cast.at)

    def by(self, username: str) -> Actor:
        """One of the cast."""
        return self.cast.actors[username]


def build(cast: Cast) -> None:
    """People are enrolled, two months are paid, the present one waits for whoever tries the demo."""
    if not {ALLOWANCE, SHANGHAI_PACK} <= set(deployed_packs()):
        return
    began = month_after(first_of(day_of(cast.at)), -2)
    set_rates(cast, began)
    fund(cast)
    story = Months(cast, enrol_people(cast, began))
    first, second, third = story.months
    for pack in (ALLOWANCE, SHANGHAI_PACK):
        finish(story, pack, first, upto=close)
    tell_late(story)
    finish(story, ALLOWANCE, second, upto=close)
    finish(story, SHANGHAI_PACK, second, upto=pay)
    send_one_back(story, SHANGHAI_PACK, second)
    enter(cast, *NEW_RATE, valid_from=third, at=story.moment(second, TOLD_ON))
    pause_one(story)
    finish(story, ALLOWANCE, third, upto=check)
    finish(story, SHANGHAI_PACK, third, upto=None)
    ask_to_write_off(story)


def enter(cast: Cast, name: str, value: str, *, valid_from: date, at: datetime) -> None:
    """A value entered by one log-in of the bureau and confirmed by the other."""
    entered = enter_parameter(
        name=name, value=value, valid_from=valid_from, source=NOT_OFFICIAL, by=cast.actors["bureau"], at=at
    )
    confirm_parameter(value_id=entered.pk, by=cast.actors["bureau2"], at=at)


def set_rates(cast: Cast, began: date) -> None:
    """The rates that the adopted policy leaves to the district."""
    at = datetime.combine(began, time(8), tzinfo=SHANGHAI)
    for name, value in RATES.items():
        enter(cast, name, value, valid_from=began, at=at)


def fund(cast: Cast) -> None:
    """Money for every payer."""
    finance = cast.actors["finance"]
    for name, fen in FUNDS.items():
        cycles.allot(
            fund=name, amount_fen=fen, source_document=f"演示：{name}下达", received_on=day_of(cast.at),
            area=finance.area, by=finance, at=cast.at,
        )  # fmt: skip


def enrol_people(cast: Cast, began: date) -> dict[str, list[int]]:
    """Those who fit on the first day, the log-ins' own people before all others."""
    by, at = machine("免申即享"), datetime.combine(began, time(8), tzinfo=SHANGHAI)
    own = [cast.actors[name].person_id for name in ("elder", "elder2") if name in cast.actors]
    everyone = list(people_visible(by, on=began).order_by("pk").values_list("pk", flat=True))
    people = [*filter(None, own), *(person for person in everyone if person not in own)]
    histories = fact_histories(people)
    found: dict[str, list[int]] = {}
    for programme, pack, count, left in GIVEN:
        fit = who_fits(programme, pack, people, histories, began)
        fit = fit[: max(0, min(count, len(fit) - left))]
        for number, person in enumerate(fit):
            since = long_ago(cast, number) if programme == "old_age_allowance" else None
            enrolments.enrol(
                person_id=person, programme=programme, pack=pack, since=since or began, reason="transferred", by=by,
                at=at,
            )  # fmt: skip
        found[programme] = fit
    return found


def long_ago(cast: Cast, number: int) -> date | None:
    """The first day of those who have had it for about a year."""
    days = {4: ALMOST_A_YEAR_DAYS, 5: OVER_A_YEAR_DAYS}.get(number % 6)
    return day_of(cast.at) - timedelta(days=days) if days else None


def who_fits(
    programme: str, pack: str, people: Sequence[int], histories: dict[int, FactHistory], on: date
) -> list[int]:  # fmt: skip
    """People whom the programme grants on a day."""
    bound = bound_programme(programme, on=on, pack=pack)
    return [
        person for person in people if decide_one(bound, histories[person].on(on)).outcome is Outcome.GRANTED
    ]  # fmt: skip


def finish(story: Months, pack: str, month: date, *, upto: Callable[..., object] | None) -> None:
    """A month as far as a step."""
    at = story.moment(month, DRAFTED_ON)
    cycle = cycles.open_cycle(cycles.Wanted(month, pack=pack), by=story.by("bureau"), at=at)
    cycles.draft(cycle.pk, by=story.by("bureau"), at=at)
    story.made[pack, month] = cycle.pk
    for step in (check, approve, pay, close) if upto else ():
        step(story, cycle.pk, at)
        if step is upto:
            break


def check(story: Months, cycle: int, at: datetime) -> None:
    """The second reviewer looks."""
    cycles.check(cycle_id=cycle, remark="合计和差别已核对", by=story.by("bureau2"), at=at)


def approve(story: Months, cycle: int, at: datetime) -> None:
    """The first reviewer, who did not check, agrees."""
    cycles.approve(cycle_id=cycle, by=story.by("bureau"), at=at)


def pay(story: Months, cycle: int, at: datetime) -> None:
    """The bank has the file."""
    cycles.pay(cycle_id=cycle, bank_reference=f"演示受理{cycle:04d}", by=story.by("finance"), at=at)


def close(story: Months, cycle: int, at: datetime) -> None:
    """The bank has answered."""
    cycles.close(cycle_id=cycle, by=story.by("finance"), at=at)


def tell_late(story: Months) -> None:
    """After the first month was paid: a death before it, and levels that have held since it."""
    first, second, _third = story.months
    at = story.moment(first, TOLD_ON)
    by = story.by("bureau")
    died = story.enrolled["old_age_allowance"][-1:]
    for person in died:
        state_fact(
            person_id=person, name="deceased_on", value=(first - timedelta(days=4)).isoformat(),
            valid_from=first - timedelta(days=4), by=by, at=at, reason="村居委上报，殡葬信息核对",
        )  # fmt: skip
    enrolments.end_of_the_dead(on=day_of(at), by=machine("每日核对"), at=at)
    for person, level in levels_told_late(story):
        state_fact(
            person_id=person, name="care_level", value=level, valid_from=first, by=by, at=at,
            reason="统一需求评估结果晚到",
        )  # fmt: skip


def levels_told_late(story: Months) -> list[tuple[int, int]]:
    """Two who have the care subsidy: one whose new level gives more, and one whose new level gives less."""
    first = story.months[0]
    people = story.enrolled["care_service_subsidy"]
    histories = fact_histories(people)
    levels = {person: int(str(histories[person].on(first)["care_level"])) for person in people}
    more = [(person, 1) for person, level in levels.items() if level >= 2][:1]
    less = [(person, 3) for person, level in levels.items() if level == 1][:1]
    return more + less


def send_one_back(story: Months, pack: str, month: date) -> None:
    """The bank returns one payment of a month."""
    at, finance = story.moment(month, TOLD_ON), story.by("finance")
    cycle = story.made[pack, month]
    paid = [line for line in cycle_payments(cycle, RowFilter(), actor=finance, on=day_of(at)) if line.state == "sent"]
    if paid:
        back = cycles.ReturnedPayment(paid[-1].id, "户名不符")
        cycles.record_returns(cycle_id=cycle, returns=[back], by=finance, at=at)


def pause_one(story: Months) -> None:
    """Somebody's situation is looked into: nothing is given from the present month on."""
    second, third = story.months[1:]
    by, on = story.by("bureau"), day_of(story.cast.at)
    for person in story.enrolled["old_age_allowance"][-2:-1]:
        line = next(line for line in enrolments_of(person, actor=by, on=on) if line.pack == ALLOWANCE)
        enrolments.pause(
            enrolment_id=line.id, reason="verification", from_=third, note="户籍信息待核实", by=by,
            at=story.moment(second, TOLD_ON),
        )  # fmt: skip


def ask_to_write_off(story: Months) -> None:
    """What a death left to be collected: given up, if another person agrees."""
    today = day_of(story.cast.at)
    for line in recovery_list(actor=story.by("bureau"), on=today)[:1]:
        cycles.ask_write_off(
            recovery_id=line.id, amount_fen=line.outstanding_fen, reason="老人已去世，没有可以扣回的待遇",
            by=story.by("bureau"), at=story.cast.at,
        )  # fmt: skip
