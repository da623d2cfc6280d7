"""What a person's benefits give towards care in a month: asked of the rules each time, never kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from yinling.care.catalogue.queries import files, tabled
from yinling.care.plans.domain.costs import Ceiling, Paying
from yinling.engines.rules.decision import Decision, Outcome
from yinling.gateways.policy.catalogue import Funding
from yinling.kernel.dates import Period
from yinling.needs.dues.domain.months import rate_of
from yinling.needs.enrolments.queries import courses_of
from yinling.needs.entitlements.domain.deciding import decide_one, payable
from yinling.needs.entitlements.queries.programmes import bound_programme
from yinling.people.registry.queries import fact_histories

WEEK_DAYS = 7
MINUTES_OF_HOUR = 60
CANNOT_SAY = {
    Outcome.MISSING_FACTS: "老人的情况还不全，不能确定",
    Outcome.UNPAYABLE: "标准还没有公布",
}


@dataclass(frozen=True)
class Benefits:
    """Ceilings of what the person has, in the order in which they pay, and what they could have but do not."""

    ceilings: tuple[Ceiling, ...]
    eligible_not_enrolled: tuple[str, ...]
    ability_grade: int | None


def month_of(day: date) -> Period:
    """The month of a day."""
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1))


def benefits_of(person_id: int, *, on: date) -> Benefits:
    """What the person has towards care in the month of a day, on the facts of the day."""
    histories = fact_histories([person_id])
    facts = histories[person_id].on(on) if person_id in histories else {}
    ceilings, missed = [], []
    for funding in files().funding:
        bound = bound_programme(funding.programme, on=on, pack=funding.pack)
        if not bound.rule.from_ <= on < (bound.rule.until or date.max):
            continue
        decision = decide_one(bound, facts)
        if is_enrolled(person_id, funding, on=on):
            ceilings.append(_ceiling(funding, decision, facts, on))
        elif decision.outcome is Outcome.GRANTED:
            missed.append(bound.rule.name)
    grade = facts.get("ability_grade")
    return Benefits(tuple(ceilings), tuple(missed), grade if isinstance(grade, int) else None)


def is_enrolled(person_id: int, funding: Funding, *, on: date) -> bool:
    """Whether the person has the programme on the day, and it does not rest."""
    cycle = bound_programme(funding.programme, on=on, pack=funding.pack).rule.cycle
    pauses = cycle.pauses if cycle else ()
    own = courses_of([person_id], pack=funding.pack).get(person_id, [])
    periods = [period for each in own if each.programme == funding.programme for period in each.due_periods(pauses)]
    return any(on in period for period in periods)


def _ceiling(funding: Funding, decision: Decision, facts: Mapping[str, object], on: date) -> Ceiling:
    bound = bound_programme(funding.programme, on=on, pack=funding.pack)
    month = month_of(on)
    minutes = fen = None
    if decision.outcome is Outcome.GRANTED and funding.hours_value:
        weekly = tabled(bound, decision, funding.hours_value, on=on) or 0
        minutes = weekly * MINUTES_OF_HOUR * (month.until - month.from_).days // WEEK_DAYS
    elif decision.outcome is Outcome.GRANTED:
        fen = sum(rate_of(bound, decision).values())
    return Ceiling(
        code=funding.code, name=bound.rule.name, items=frozenset(funding.items), minutes=minutes,
        fen=0 if decision.outcome is Outcome.NOT_GRANTED else fen,
        pays=_paying(funding, facts, on) if funding.pays else None,
        open_words=CANNOT_SAY.get(decision.outcome, ""),
    )  # fmt: skip


def _paying(funding: Funding, facts: Mapping[str, object], on: date) -> Paying:
    bound = bound_programme(funding.pays, on=on, pack=funding.pack)

    def pays(bill_fen: int, paid_fen: int) -> int | None:
        asked = {
            **facts, "on": on, "applied_on": on, "service_kind": funding.service_kind, "bill_yuan": bill_fen,
            "ltci_paid_yuan": paid_fen, "used_this_month_yuan": 0, "request_id": "plan",
        }  # fmt: skip
        decision = decide_one(bound, asked)
        if decision.outcome is not Outcome.GRANTED:
            return None
        return sum(fen or 0 for amount, fen in payable(bound, decision) if amount.public)

    return pays
