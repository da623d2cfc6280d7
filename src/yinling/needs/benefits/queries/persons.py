"""Everything about one person: every programme, why or why not, month by month, and all money received."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yinling.engines.rules.decision import Outcome
from yinling.gateways.policy.programmes import load_facts, load_programme
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import Actor
from yinling.needs.benefits.queries.pages import programme_name
from yinling.needs.benefits.queries.rows import PaymentLine, RowLine, payment_lines, row_lines
from yinling.needs.cycles.domain.states import FROZEN
from yinling.needs.cycles.queries import outstanding, payments_visible, recoveries_visible, rows_visible
from yinling.needs.dues.domain.differences import GIVEN, INSTALMENT
from yinling.needs.dues.domain.months import rate_of
from yinling.needs.dues.queries.rulebook import SUBJECTS
from yinling.needs.enrolments.queries import EnrolmentLine, enrolments_of
from yinling.needs.entitlements.domain.deciding import decide_one
from yinling.needs.entitlements.domain.reasons import Reason, reasons_of
from yinling.needs.entitlements.queries.packs import deployed_packs, deployed_programmes
from yinling.needs.entitlements.queries.programmes import bound_programme
from yinling.people.registry.queries import FactHistory, PersonCard, fact_histories, person_card, person_cards
from yinling.people.registry.queries.dossiers import keepers_of

OUTCOME_WORDS = {
    Outcome.GRANTED: _("符合"),
    Outcome.NOT_GRANTED: _("不符合"),
    Outcome.MISSING_FACTS: _("情况不全，还不能确定"),
    Outcome.UNPAYABLE: _("符合，但标准还没有公布"),
}
RECOVERIES_ON_PAGE = 50
NOT_IN_FORCE = _("当前没有施行")


@dataclass(frozen=True)
class MonthLine:
    """One month of one programme: what it was given in all, with the rows that say so, oldest first."""

    month: date
    fen: int
    rows: tuple[RowLine, ...]


@dataclass(frozen=True)
class ProgrammeLine:
    """One programme for one person on a day. `rate_fen` is what a whole period gives now; None for gifts in kind.

    `tier_words` are those of the rows of its table that the person reaches; `document` is the pack's short title.
    """

    pack: str
    programme: str
    name: str
    gives_words: str
    outcome: str
    outcome_words: str
    rate_fen: int | None
    tier_words: str
    reasons: tuple[Reason, ...]
    enrolments: tuple[EnrolmentLine, ...]
    months: tuple[MonthLine, ...]
    document: str = ""
    is_draft: bool = False

    @property
    def is_enrolled(self) -> bool:
        """Whether the person has it now."""
        return any(each.state != "ended" for each in self.enrolments)


@dataclass(frozen=True)
class ReliefLine:
    """Part of a recovery paid back or given up."""

    id: int
    kind: str
    kind_words: str
    state: str
    state_words: str
    amount_fen: int
    reason: str
    asked_by_id: int | None
    asked_by: str
    settled_by: str


@dataclass(frozen=True)
class RecoveryLine:
    """What was given too much, and what of it is still to be collected."""

    id: int
    person_id: int
    person_name_masked: str
    area_name: str
    programme: str
    programme_name: str
    cycle_id: int
    month: date
    total_fen: int
    outstanding_fen: int
    percent_max: int | None
    instalments: tuple[tuple[date, int], ...]
    reliefs: tuple[ReliefLine, ...]


@dataclass(frozen=True)
class PersonMonths:
    """The person's page: programmes (entitled or had ones first), payments newest first, recoveries."""

    card: PersonCard
    on: date
    programmes: tuple[ProgrammeLine, ...]
    received: tuple[PaymentLine, ...]
    received_fen: int
    recoveries: tuple[RecoveryLine, ...]


def person_months(person_id: int, *, actor: Actor, on: date) -> PersonMonths:
    """Everything a person has, had, and may have. What is not approved yet is for the desk only. Raises NotVisible."""
    card = person_card(person_id, actor=actor, on=on)
    numbers = list(keepers_of([card.id]))
    rows = rows_visible(actor, on=on).filter(person__in=numbers, withheld=None)
    payments = payments_visible(actor, on=on).filter(person__in=numbers, cycle__state__in=sorted(FROZEN))
    if not actor.may("cycles.view"):
        rows = rows.filter(cycle__state__in=sorted(FROZEN))
    recoveries = recoveries_visible(actor, on=on).filter(person__in=numbers)
    received = payment_lines(payments.order_by("-cycle__month", "-pk"), on=on)
    return PersonMonths(
        card=card,
        on=on,
        programmes=_programmes(card.id, row_lines(rows.order_by("for_month", "pk"), on=on), actor, on),
        received=tuple(received),
        received_fen=sum(line.amount_fen for line in received if line.state == "sent"),
        recoveries=recovery_lines(recoveries.order_by("-pk"), on=on),
    )


def _programmes(person_id: int, rows: Sequence[RowLine], actor: Actor, on: date) -> tuple[ProgrammeLine, ...]:
    history = fact_histories([person_id])[person_id]
    enrolled: dict[tuple[str, str], list[EnrolmentLine]] = defaultdict(list)
    for line in enrolments_of(person_id, actor=actor, on=on):
        enrolled[line.pack, line.programme].append(line)
    given: dict[tuple[str, str], list[RowLine]] = defaultdict(list)
    for row in rows:
        given[row.pack, row.programme].append(row)
    wanted = list(reversed(_for_persons()))
    lines = [_programme(key, history, enrolled[key], given[key], on) for key in wanted]
    gone = [key for key in {*given, *enrolled} if key not in wanted]
    lines += [_gone(name, enrolled[pack, name], given[pack, name]) for pack, name in sorted(gone)]
    return tuple(sorted(lines, key=lambda each: (not each.is_enrolled, not each.months, each.outcome != "granted")))


def _for_persons() -> list[tuple[str, str]]:
    found = [each for subject in SUBJECTS for each in deployed_programmes(subject=subject)]
    return [(pack, name) for pack, name in found if load_programme(pack, name).dated_by == "on"]


def _programme(
    of: tuple[str, str], history: FactHistory, enrolled: Sequence[EnrolmentLine], rows: Sequence[RowLine], on: date
) -> ProgrammeLine:
    pack, name = of
    bound = bound_programme(name, on=on, pack=pack)
    decision = decide_one(bound, history.on(on))
    rule, is_in_force = bound.rule, bound.rule.from_ <= on < (bound.rule.until or date.max)
    is_money = rule.gives.kind == "money"
    return ProgrammeLine(
        pack=pack,
        programme=name,
        name=rule.name,
        gives_words=rule.gives.words,
        outcome=decision.outcome.value if is_in_force else "not_in_force",
        outcome_words=str(OUTCOME_WORDS[decision.outcome] if is_in_force else NOT_IN_FORCE),
        rate_fen=sum(rate_of(bound, decision).values()) if is_money and decision.outcome is Outcome.GRANTED else None,
        tier_words="；".join(rule.rows[row].words for row in decision.resolution.rows),
        reasons=reasons_of(bound, decision, load_facts()),
        enrolments=tuple(enrolled),
        months=_months(rows),
        document=load_pack(pack).short_title,
        is_draft=load_pack(pack).legal_status == "draft",
    )


def _gone(name: str, enrolled: Sequence[EnrolmentLine], rows: Sequence[RowLine]) -> ProgrammeLine:
    """A programme that no pack in use has any more: what was given stays told."""
    words = rows[0].programme_name if rows else enrolled[0].programme_name
    return ProgrammeLine(
        "", name, words, "", "not_in_force", str(NOT_IN_FORCE), None, "", (), tuple(enrolled), _months(rows)
    )


def _months(rows: Iterable[RowLine]) -> tuple[MonthLine, ...]:
    found: dict[date, list[RowLine]] = defaultdict(list)
    for row in rows:
        found[row.for_month].append(row)
    return tuple(
        MonthLine(month, sum(row.amount_fen for row in found[month] if row.kind in GIVEN), tuple(found[month]))
        for month in sorted(found, reverse=True)
    )


def recovery_lines(recoveries: QuerySet[Any], *, on: date) -> tuple[RecoveryLine, ...]:
    """Recoveries in words."""
    found = list(recoveries.select_related("cycle", "person"))
    left = outstanding(found)
    cards = {card.id: card for card in person_cards({recovery.person for recovery in found}, on=on)}
    return tuple(_recovery(recovery, sum(left[recovery.pk].values()), cards[recovery.person_id]) for recovery in found)


def _recovery(recovery: Any, left_fen: int, card: PersonCard) -> RecoveryLine:
    kept = (
        recovery.instalments.filter(kind=INSTALMENT).order_by("cycle__month").values_list("cycle__month", "amount_fen")
    )
    return RecoveryLine(
        id=recovery.pk,
        person_id=recovery.person_id,
        person_name_masked=card.name_masked,
        area_name=card.area_name,
        programme=recovery.programme,
        programme_name=programme_name(recovery.pack, recovery.programme),
        cycle_id=recovery.cycle_id,
        month=recovery.cycle.month,
        total_fen=recovery.total_fen,
        outstanding_fen=left_fen,
        percent_max=recovery.percent_max,
        instalments=tuple((month, -fen) for month, fen in kept),
        reliefs=tuple(_relief(relief) for relief in recovery.reliefs.order_by("pk")),
    )


def _relief(relief: Any) -> ReliefLine:
    return ReliefLine(
        relief.pk, relief.kind, relief.get_kind_display(), relief.state, relief.get_state_display(), relief.amount_fen,
        relief.reason, relief.asked_by_id, relief.asked_by_name, relief.settled_by_name,
    )  # fmt: skip


def recovery_list(*, actor: Actor, on: date, after_id: int = 0) -> tuple[RecoveryLine, ...]:
    """Recoveries that the actor may see, in the order of their numbers, one page."""
    rows = recoveries_visible(actor, on=on).filter(pk__gt=after_id, pack__in=deployed_packs())
    return recovery_lines(rows.order_by("pk")[:RECOVERIES_ON_PAGE], on=on)


def recovery_line(recovery_id: int, *, actor: Actor, on: date) -> RecoveryLine | None:
    """One recovery; None if there is none that the actor may see."""
    rows = recoveries_visible(actor, on=on).filter(pk=recovery_id)
    return next(iter(recovery_lines(rows, on=on)), None)
