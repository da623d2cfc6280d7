"""What a draft writes about one person: sums, differences, problems, what is kept back, the payment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yinling.engines.rules.decision import Outcome
from yinling.engines.rules.facts import Fact
from yinling.kernel.area import contains
from yinling.kernel.money import display_yuan
from yinling.needs.cycles.actions.reasons import Reasons
from yinling.needs.cycles.domain.causes import Before, Now, cause_of
from yinling.needs.cycles.domain.changes import is_jump
from yinling.needs.cycles.domain.differences import BACK_PAY, DUE, INSTALMENT, REPEAT, added, difference, instalment
from yinling.needs.cycles.models import Cycle, CyclePayment, CycleProblem, CycleRow, ProblemKind
from yinling.needs.cycles.queries.bases import Given, Owed, Returned
from yinling.needs.dues.domain.months import Due
from yinling.needs.dues.queries.deciding import Dues, Person
from yinling.needs.dues.queries.rulebook import Entry, Rulebook

NOT_KEPT = frozenset({"person_id", "household_id", "on", "alive"})
COMES_AGAIN = "上次付款被退回，这次重发"
KEPT_BACK = "扣回以前多发的款项"
_NOTHING = Given()


@dataclass
class Written:
    """Rows of a part of the people, to be stored together."""

    rows: list[CycleRow] = field(default_factory=list)
    problems: list[CycleProblem] = field(default_factory=list)
    payments: list[CyclePayment] = field(default_factory=list)


@dataclass(frozen=True)
class Past:
    """What is known of one person's money before this cycle."""

    given: Mapping[tuple[int, str, date], Given]
    owed: Sequence[Owed]
    returned: Sequence[Returned]

    def of(self, person: int, programme: str, month: date) -> Given:
        """What they were given for a month."""
        return self.given.get((person, programme, month), _NOTHING)


@dataclass(frozen=True)
class Desk:
    """What is the same for everybody in a draft."""

    cycle: Cycle
    book: Rulebook
    facts: Mapping[str, Fact]
    reasons: Reasons

    @property
    def month(self) -> date:
        """The present month."""
        return self.cycle.month


@dataclass
class Scribe:
    """Writes one person's part."""

    desk: Desk
    person: Person
    past: Past
    to: Written
    received: dict[str, dict[str, int]] = field(default_factory=dict)
    total: dict[str, int] = field(default_factory=dict)

    @property
    def area(self) -> str:
        """The person's place; the cycle's own for somebody who lives outside of it."""
        return self.person.area if contains(self.desk.cycle.area, self.person.area) else self.desk.cycle.area

    def month(self, month: date, dues: Dues) -> None:
        """Everything of one month."""
        for name, due in dues.items():
            entry = self.desk.book.entries[name, month]
            given = self.past.of(self.person.id, name, month)
            if due.open_outcome is not None:
                self._undecided(name, month, entry, due, given)
            elif month == self.desk.month and not given.is_there:
                self._present(name, month, entry, due)
            else:
                self._late(name, month, entry, due, given)

    def _present(self, name: str, month: date, entry: Entry, due: Due) -> None:
        is_in_kind = entry.bound.rule.gives.kind != "money"
        if due.fen or (due.is_given and is_in_kind):
            self._row(DUE, name, month, due.by_payer, **self._ground(entry, due))
            self._receive(name, due.by_payer)
        elif due.stretches and not any(stretch.because for stretch in due.stretches):
            self._problem(ProblemKind.NOT_ENTITLED, name, month, entry, due)

    def _late(self, name: str, month: date, entry: Entry, due: Due, given: Given) -> None:
        found = difference(due=due.by_payer, given=given.by_payer, month=month, current=self.desk.month)
        if found is None:
            return
        ground = self._ground(entry, due)
        now = Now(month, due, ground["facts"], entry.version, self.person.history.deceased_on, entry.is_once)
        cause = cause_of(Before(given.is_there, given.facts, given.rule_version), now, self.desk.facts)
        self._row(found.kind, name, month, found.by_payer, cause=cause, **ground)
        if found.kind == BACK_PAY:
            self._receive(name, found.by_payer)

    def _undecided(self, name: str, month: date, entry: Entry, due: Due, given: Given) -> None:
        if month == self.desk.month or given.is_there:
            is_missing = due.open_outcome is Outcome.MISSING_FACTS
            self._problem(
                ProblemKind.MISSING_FACTS if is_missing else ProblemKind.UNPAYABLE, name, month, entry, due
            )  # fmt: skip

    def keep_back(self) -> None:
        """Instalments of what was given too much, from what the same programme gives now."""
        for owed in self.past.owed:
            received = self.received.get(owed.programme, {})
            percent = self.desk.cycle.instalment_percent_max if owed.percent_max is None else owed.percent_max
            kept = instalment(outstanding=owed.outstanding, received_fen=sum(received.values()), percent_max=percent)
            if kept:
                taken = {payer: -fen for payer, fen in kept.items()}
                self._row(
                    INSTALMENT, owed.programme, self.desk.month, taken, cause=KEPT_BACK, recovery_id=owed.recovery_id
                )
                self.received[owed.programme] = added(received, taken)
                self.total = added(self.total, taken)

    def repeat(self) -> None:
        """What did not arrive comes again."""
        for returned in self.past.returned:
            for (name, month), sums in returned.sums.items():
                self._row(REPEAT, name, month, sums, cause=COMES_AGAIN, repeats_id=returned.payment_id)
                self.total = added(self.total, sums)

    def general(self) -> None:
        """What concerns the person as a whole."""
        cycle, died = self.desk.cycle, self.person.history.deceased_on
        if died and died < cycle.month and not self.person.is_ended:
            words = f"{died:%Y年%m月%d日}去世，请终止享受登记"
            self._problem_row(ProblemKind.DECEASED, "", cycle.month, words)
        for name in self.person.programmes:
            entry = self.desk.book.entries.get((name, cycle.month))
            if entry is not None and entry.is_shared:
                words = f"{entry.bound.rule.name}：按户共用限额，请按件办理"
                self._problem_row(ProblemKind.NOT_MONTHLY, name, cycle.month, words)

    def pay(self, last_fen: int) -> None:
        """One payment of everything; the account is put in when it is known. `last_fen` was the one before."""
        fen, died = sum(self.total.values()), self.person.history.deceased_on
        if fen > 0 and died:
            words = f"{died:%Y年%m月%d日}去世，仍有 {display_yuan(fen)} 发出，请核对收款人"
            self._problem_row(ProblemKind.DECEASED_PAID, "", self.desk.month, words)
        if is_jump(last_fen, fen):
            words = f"上次 {display_yuan(last_fen)}，这次 {display_yuan(fen)}"
            self._problem_row(ProblemKind.JUMP, "", self.desk.month, words)
        if fen > 0:
            self.to.payments.append(
                CyclePayment(
                    cycle=self.desk.cycle, person_id=self.person.id, area=self.area, amount_fen=fen, by_fund=self.total
                )
            )

    def _receive(self, name: str, sums: Mapping[str, int]) -> None:
        self.received[name] = added(self.received.get(name, {}), sums)
        self.total = added(self.total, sums)

    def _ground(self, entry: Entry, due: Due) -> dict[str, Any]:
        telling = due.telling
        if telling is None:
            return {"facts": {}, "rule_version": entry.version}
        history = self.person.history
        facts = {
            name: _plain(history.value(name, telling.day))
            for name in sorted(entry.bound.rule.facts)
            if name not in NOT_KEPT
        }
        is_whole = len(due.segments) == 1 and due.segments[0].period == entry.giving.period
        segments = [] if is_whole else [_segment_words(segment) for segment in due.segments]
        digest = self.desk.reasons.digest_of(entry.bound, telling)
        return {"facts": facts, "segments": segments, "rule_version": entry.version, "reason_id": digest}

    def _row(self, kind: str, name: str, month: date, sums: Mapping[str, int], **rest: Any) -> None:
        self.to.rows.append(
            CycleRow(
                cycle=self.desk.cycle, person_id=self.person.id, area=self.area, programme=name, for_month=month,
                kind=kind, amount_fen=sum(sums.values()), by_fund=dict(sums), **rest,
            )
        )  # fmt: skip

    def _problem(self, kind: ProblemKind, name: str, month: date, entry: Entry, due: Due) -> None:
        telling = due.telling
        digest = self.desk.reasons.digest_of(entry.bound, telling) if telling else None
        self._problem_row(kind, name, month, _problem_words(entry, due, self.desk.facts), reason_id=digest)

    def _problem_row(self, kind: ProblemKind, name: str, month: date, words: str, **rest: Any) -> None:
        self.to.problems.append(
            CycleProblem(
                cycle=self.desk.cycle, person_id=self.person.id, area=self.area, programme=name, for_month=month,
                kind=kind, words=words[:300], **rest,
            )
        )  # fmt: skip


def _segment_words(segment: Any) -> dict[str, Any]:
    period = segment.period
    return {"from": period.from_.isoformat(), "until": period.until.isoformat(), "fen": segment.fen}


def _problem_words(entry: Entry, due: Due, known: Mapping[str, Fact]) -> str:
    telling = due.telling
    name = entry.bound.rule.name
    if telling is None:
        return name
    resolution = telling.decision.resolution
    if resolution.missing_facts:
        return f"{name}：缺少{'、'.join(known[fact].label for fact in resolution.missing_facts if fact in known)}"
    if resolution.missing_parameters:
        labels = [entry.bound.parameters[each].label for each in resolution.missing_parameters]
        return f"{name}：{'、'.join(labels)}尚未公布或录入"
    unmet = [
        condition.words
        for condition, truth in zip(entry.bound.rule.conditions, resolution.truths, strict=True)
        if truth is False and condition.id in entry.bound.rule.eligibility.names
    ]
    return f"{name}：不符合“{'、'.join(unmet)}”" if unmet else f"{name}：不符合任何一档"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
