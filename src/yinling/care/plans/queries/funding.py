"""What a person's benefits give towards care in a month: asked of the rules each time, never kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from yinling.care.catalogue.queries import files, tabled
from yinling.care.plans.domain.costs import Ceiling, Paying
from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.decision import Decision, Outcome
from yinling.gateways.policy.catalogue import Funding
from yinling.kernel.dates import Period
from yinling.needs.dues.domain.months import rate_of
from yinling.needs.enrolments.queries import courses_of
from yinling.needs.entitlements.domain.deciding import decide_one, payable
from yinling.needs.entitlements.queries.programmes import bound_programme
from yinling.needs.vouchers.queries import used_in_month
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


@dataclass(frozen=True)
class _Offer:
    """A benefit that is in force on a day, with its rule, who has it, and what the till took of its month already."""

    funding: Funding
    bound: BoundRule
    pays: BoundRule | None
    enrolled: frozenset[int]
    used: Mapping[int, int]


def benefits_of(person_id: int, *, on: date) -> Benefits:
    """What the person has towards care in the month of a day, on the facts of the day."""
    histories = fact_histories([person_id])
    facts = histories[person_id].on(on) if person_id in histories else {}
    ceilings, missed = [], []
    for offer in _offers([person_id], on):
        decision = decide_one(offer.bound, facts)
        if person_id in offer.enrolled:
            ceilings.append(_ceiling(offer, decision, person_id, facts, on))
        elif decision.outcome is Outcome.GRANTED:
            missed.append(offer.bound.rule.name)
    grade = facts.get("ability_grade")
    return Benefits(tuple(ceilings), tuple(missed), grade if isinstance(grade, int) else None)


def ceilings_of(person_ids: Collection[int], *, on: date) -> dict[int, tuple[Ceiling, ...]]:
    """The ceilings of many persons as `benefits_of` gives them, in as many questions as for one."""
    offers = _offers(person_ids, on)
    having = {person for offer in offers for person in offer.enrolled}.intersection(person_ids)
    histories = fact_histories(sorted(having))
    found: dict[int, tuple[Ceiling, ...]] = dict.fromkeys(person_ids, ())
    for person in having & histories.keys():
        facts = histories[person].on(on)
        own = [offer for offer in offers if person in offer.enrolled]
        found[person] = tuple(_ceiling(offer, decide_one(offer.bound, facts), person, facts, on) for offer in own)
    return found


def _offers(person_ids: Collection[int], on: date) -> list[_Offer]:
    found = []
    for funding in files().funding:
        bound = bound_programme(funding.programme, on=on, pack=funding.pack)
        if bound.rule.from_ <= on < (bound.rule.until or date.max):
            pays = bound_programme(funding.pays, on=on, pack=funding.pack) if funding.pays else None
            used = used_in_month(person_ids, pack=funding.pack, use=funding.pays, on=on) if funding.pays else {}
            found.append(_Offer(funding, bound, pays, _enrolled(person_ids, funding, bound, on), used))
    return found


def _enrolled(person_ids: Collection[int], funding: Funding, bound: BoundRule, on: date) -> frozenset[int]:
    """Who of the persons has the programme on the day, so that it does not rest."""
    pauses = bound.rule.cycle.pauses if bound.rule.cycle else ()
    return frozenset(
        person
        for person, own in courses_of(person_ids, pack=funding.pack).items()
        if any(
            on in period
            for each in own
            if each.programme == funding.programme
            for period in each.due_periods(pauses)
        )
    )  # fmt: skip


def _ceiling(offer: _Offer, decision: Decision, person_id: int, facts: Mapping[str, object], on: date) -> Ceiling:
    funding, bound, month = offer.funding, offer.bound, month_of(on)
    minutes = fen = None
    if decision.outcome is Outcome.GRANTED and funding.hours_value:
        weekly = tabled(bound, decision, funding.hours_value, on=on) or 0
        minutes = weekly * MINUTES_OF_HOUR * (month.until - month.from_).days // WEEK_DAYS
    elif decision.outcome is Outcome.GRANTED:
        fen = sum(rate_of(bound, decision).values())
    return Ceiling(
        code=funding.code, name=bound.rule.name, items=frozenset(funding.items), minutes=minutes,
        fen=0 if decision.outcome is Outcome.NOT_GRANTED else fen,
        pays=_paying(offer, offer.pays, {**facts, "on": on}, offer.used.get(person_id, 0)) if offer.pays else None,
        open_words=CANNOT_SAY.get(decision.outcome, ""),
    )  # fmt: skip


def _paying(offer: _Offer, bound: BoundRule, facts: Mapping[str, object], used_fen: int) -> Paying:
    def pays(bill_fen: int, paid_fen: int) -> int | None:
        asked = {
            **facts, "applied_on": facts["on"], "service_kind": offer.funding.service_kind, "bill_yuan": bill_fen,
            "ltci_paid_yuan": paid_fen, "used_this_month_yuan": used_fen, "request_id": "plan",
        }  # fmt: skip
        decision = decide_one(bound, asked)
        if decision.outcome is not Outcome.GRANTED:
            return None
        return sum(fen or 0 for amount, fen in payable(bound, decision) if amount.public)

    return pays
