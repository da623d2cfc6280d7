"""On the first of the month everyone enrolled and entitled gets a voucher; repeated, nobody gets two."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import transaction

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.decision import Outcome
from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import notify
from yinling.gateways.policy.programmes import load_facts
from yinling.gateways.policy.vouchers import VoucherKind
from yinling.kernel.actor import Actor
from yinling.kernel.dates import parse_period
from yinling.needs.enrolments.queries import courses_of, enrolments_visible
from yinling.needs.entitlements.domain import deciding
from yinling.needs.entitlements.domain.reasons import Reason, reasons_of
from yinling.needs.entitlements.queries.programmes import bound_programme
from yinling.needs.vouchers.actions.booking import month_of, move
from yinling.needs.vouchers.domain import postings
from yinling.needs.vouchers.models import Voucher
from yinling.people.registry.queries import people_visible
from yinling.people.registry.queries.histories import fact_histories

PEOPLE_AT_ONCE = 500
NUMBER_DIGITS = 12
Progress = Callable[[int, int], object]


@dataclass
class IssueReport:
    """What a run did: vouchers given, persons refused by the rule, and why some could not be decided."""

    issued: int = 0
    already: int = 0
    refused: int = 0
    undecided: dict[str, int] = field(default_factory=dict)


def issue_month(
    kind: VoucherKind,
    *,
    month: date,
    by: Actor,
    at: datetime,
    on_progress: Callable[[int, int], object] = lambda *_: None,
) -> IssueReport:
    """Vouchers of the month of `month` for everyone enrolled on its first day. Facts of that day decide.

    Each group of persons is kept or not as a whole; who already has the month's voucher is passed over.
    """
    first = month.replace(day=1)
    programme = bound_programme(kind.ceiling, on=first, pack=kind.pack)
    people = _enrolled(kind, first, by)
    report = IssueReport()
    for start in range(0, len(people), PEOPLE_AT_ONCE):
        _issue(kind, programme, first, people[start : start + PEOPLE_AT_ONCE], report, by=by, at=at)
        on_progress(min(start + PEOPLE_AT_ONCE, len(people)), len(people))
    return report


def _enrolled(kind: VoucherKind, first: date, by: Actor) -> list[int]:
    rows = enrolments_visible(by, on=first).filter(pack=kind.pack, programme=kind.ceiling, since__lte=first)
    return sorted(set(rows.values_list("person_id", flat=True)))


def _due(kind: VoucherKind, programme: BoundRule, first: date, people: Sequence[int]) -> list[int]:
    """Of the enrolled those whose enrolment neither rests nor has ended on the day."""
    cycle = programme.rule.cycle
    return [
        person
        for person, courses in courses_of(people, pack=kind.pack).items()
        if any(
            first in period
            for course in courses
            if course.programme == kind.ceiling
            for period in course.due_periods(cycle.pauses if cycle else ())
        )
    ]


@transaction.atomic
def _issue(
    kind: VoucherKind, programme: BoundRule, first: date, people: Sequence[int], report: IssueReport, *,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    has_one = set(
        Voucher.objects.filter(person_id__in=people, pack=kind.pack, kind=kind.id, month=first).values_list(
            "person_id", flat=True
        )
    )
    report.already += len(has_one)
    areas = dict(people_visible(by, on=first).filter(id__in=people).values_list("id", "area"))
    waiting = [each for each in _due(kind, programme, first, people) if each not in has_one]
    for person_id, history in fact_histories(waiting).items():
        facts = {name: value for name, value in history.on(first).items() if value is not None}
        decision = deciding.decide_one(programme, facts)
        reasons = reasons_of(programme, decision, load_facts())
        fen = sum(fen or 0 for amount, fen in deciding.payable(programme, decision) if amount.public)
        if not decision.outcome.is_decided:
            _count(report.undecided, reasons)
        elif decision.outcome is not Outcome.GRANTED or fen <= 0:
            report.refused += 1
        else:
            voucher = Voucher.objects.create(
                number=_number(), person_id=person_id, pack=kind.pack, kind=kind.id, month=first,
                valid_until=parse_period(f"{first:%Y-%m}").until, area=areas.get(person_id, ""), ceiling_fen=fen,
                reasons=[asdict(reason) for reason in reasons], issued_at=at,
            )  # fmt: skip
            _tell(voucher, kind, by=by, at=at)
            report.issued += 1


def _number() -> str:
    """Not to be guessed: whoever knows it can use the voucher."""
    return "".join(secrets.choice("0123456789") for _ in range(NUMBER_DIGITS))


def _count(undecided: dict[str, int], reasons: Sequence[Reason]) -> None:
    for reason in reasons:
        if reason.condition.startswith("missing_"):
            undecided[reason.words] = undecided.get(reason.words, 0) + 1


def _tell(voucher: Voucher, kind: VoucherKind, *, by: Actor, at: datetime) -> None:
    record(
        by=by, at=at, verb="vouchers.issue", subject=f"voucher:{voucher.pk}", area=voucher.area,
        after={"kind": kind.id, "month": f"{voucher.month:%Y-%m}", "ceiling_fen": voucher.ceiling_fen},
    )  # fmt: skip
    move(
        postings.issued(month_of(voucher), voucher.number, voucher.ceiling_fen),
        memo="发放消费券", about=f"voucher:{voucher.pk}", by=by, at=at,
    )  # fmt: skip
    notify(
        text=f"您{voucher.month:%Y年%m月}的{kind.name}已发放，最高可抵{voucher.ceiling_fen / 100:.2f}元，当月有效。",
        at=at, person_id=voucher.person_id,
    )  # fmt: skip
