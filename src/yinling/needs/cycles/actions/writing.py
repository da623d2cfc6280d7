"""What a draft writes about one person: sums, differences, problems, what is kept back, the payment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yinling.engines.rules.facts import Fact
from yinling.kernel.area import contains
from yinling.kernel.dates import in_chinese
from yinling.kernel.money import display_yuan
from yinling.needs.cycles.models import Cycle, ProblemKind
from yinling.needs.cycles.queries.bases import Given, Owed, Returned
from yinling.needs.dues.domain.causes import Before, Now, cause_of
from yinling.needs.dues.domain.changes import Sum, is_jump
from yinling.needs.dues.domain.differences import BACK_PAY, DUE, INSTALMENT, REPEAT, added, difference, instalment
from yinling.needs.dues.domain.lines import PaymentLine, ProblemLine, RowLine, Written, as_text
from yinling.needs.dues.domain.persons import Person
from yinling.needs.dues.domain.shared_reasons import Reasons
from yinling.needs.dues.queries.deciding import Dues
from yinling.needs.dues.queries.grounds import WORDS_MAX, Ground, Grounds
from yinling.needs.dues.queries.rulebook import Entry, Rulebook

COMES_AGAIN = "上次付款被退回，这次重发"
KEPT_BACK = "扣回以前多发的款项"
_NOTHING = Given()


@dataclass(frozen=True)
class Past:
    """What is known of one person's money before this cycle."""

    given: Mapping[tuple[int, str, date], Given]
    owed: Sequence[Owed]
    returned: Sequence[Returned]


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
    """Writes one person's part; `now` is what the present month gives, by programme."""

    desk: Desk
    grounds: Grounds
    person: Person
    past: Past
    to: Written
    received: dict[str, dict[str, int]] = field(default_factory=dict)
    total: dict[str, int] = field(default_factory=dict)
    now: dict[str, Sum] = field(default_factory=dict)
    area: str = ""

    def __post_init__(self) -> None:
        """The person's place; the cycle's own for somebody who lives outside of it."""
        inside = contains(self.desk.cycle.area, self.person.area)
        self.area = self.person.area if inside else self.desk.cycle.area

    def month(self, month: date, dues: Dues) -> None:
        """Everything of one month."""
        entries, given, person = self.desk.book.entries, self.past.given, self.person.id
        is_present = month == self.desk.cycle.month
        for name, due in dues.items():
            entry = entries[name, month]
            ground = self.grounds.of(name, month, entry, due)
            before = given.get((person, name, month), _NOTHING)
            if is_present and not before.is_there:
                self._present(name, month, entry, ground)
            elif due.open_outcome is None:
                self._late(name, month, entry, ground, before)
            elif is_present or before.is_there:
                self._problem(name, month, ground)

    def _present(self, name: str, month: date, entry: Entry, ground: Ground) -> None:
        if ground.is_row:
            facts, fen = self.grounds.facts_text(self.person, entry, ground), ground.due.fen
            self.to.rows.append(
                RowLine(
                    self.desk.cycle.pk, self.person.id, self.area, name, month.isoformat(), DUE, fen, ground.by_fund,
                    ground.reason_id, facts, ground.segments, ground.rule_version,
                )
            )  # fmt: skip
            self.now[name] = Sum(fen, ground.reason_id, ground.rule_version)
            self._receive(name, ground.due.by_payer)
        elif ground.problem:
            self._problem(name, month, ground)

    def _late(self, name: str, month: date, entry: Entry, ground: Ground, given: Given) -> None:
        due = ground.due
        found = difference(due=due.by_payer, given=given.by_payer, month=month, current=self.desk.month)
        if found is None:
            return
        facts = self.grounds.facts_on(self.person, ground)
        last = self.grounds.facts_on(self.person, ground, next(reversed(due.stretches), None))
        now = Now(month, due, facts, entry.version, self.person.history.deceased_on, entry.is_once, last)
        cause = cause_of(Before(given.is_there, given.facts, given.rule_version), now, self.desk.facts)
        ground_columns = (ground.reason_id, as_text(facts), ground.segments, ground.rule_version)
        self._row(found.kind, name, month, found.by_payer, cause, ground_columns)
        if found.kind == BACK_PAY:
            self._receive(name, found.by_payer)

    def keep_back(self) -> None:
        """Instalments of what was given too much, from what the same programme gives now."""
        for owed in self.past.owed:
            received = self.received.get(owed.programme, {})
            percent = self.desk.cycle.instalment_percent_max if owed.percent_max is None else owed.percent_max
            kept = instalment(outstanding=owed.outstanding, received_fen=sum(received.values()), percent_max=percent)
            if kept:
                taken = {payer: -fen for payer, fen in kept.items()}
                self._row(INSTALMENT, owed.programme, self.desk.month, taken, KEPT_BACK, recovery_id=owed.recovery_id)
                self.received[owed.programme] = added(received, taken)
                self.total = added(self.total, taken)

    def repeat(self) -> None:
        """What did not arrive comes again."""
        for returned in self.past.returned:
            for (name, month), sums in returned.sums.items():
                self._row(REPEAT, name, month, sums, COMES_AGAIN, repeats_id=returned.payment_id)
                self.total = added(self.total, sums)

    def general(self) -> None:
        """What concerns the person as a whole."""
        month, died = self.desk.cycle.month, self.person.history.deceased_on
        if died and died < month and not self.person.is_ended:
            self.problem_row(ProblemKind.DECEASED, "", month, f"{in_chinese(died)}去世，请终止享受登记")
        for name in self.person.by_programme:
            entry = self.desk.book.entries.get((name, month))
            if entry is not None and entry.is_beyond_months:
                words = f"{entry.bound.rule.name}：按户共用限额，请按件办理"
                self.problem_row(ProblemKind.NOT_MONTHLY, name, month, words)

    def pay(self, last_fen: int) -> None:
        """One payment of everything; the account is put in when it is known. `last_fen` was the one before."""
        fen, died = sum(self.total.values()), self.person.history.deceased_on
        if fen > 0 and died:
            words = f"{in_chinese(died)}去世，仍有 {display_yuan(fen)} 发出，请核对收款人"
            self.problem_row(ProblemKind.DECEASED_PAID, "", self.desk.month, words)
        if is_jump(last_fen, fen):
            words = f"上次 {display_yuan(last_fen)}，这次 {display_yuan(fen)}"
            self.problem_row(ProblemKind.JUMP, "", self.desk.month, words)
        if fen > 0:
            by_fund = as_text({fund: self.total[fund] for fund in sorted(self.total) if self.total[fund]})
            self.to.payments.append(PaymentLine(self.desk.cycle.pk, self.person.id, self.area, fen, by_fund))

    def _receive(self, name: str, sums: Mapping[str, int]) -> None:
        if self.past.owed:
            self.received[name] = added(self.received.get(name, {}), sums)
        for payer, fen in sums.items():
            self.total[payer] = self.total.get(payer, 0) + fen

    def _row(
        self, kind: str, name: str, month: date, sums: Mapping[str, int], cause: str,
        ground: tuple[Any, ...] = (None, "{}", "[]", ""), **rest: int,
    ) -> None:  # fmt: skip
        line = RowLine(
            self.desk.cycle.pk, self.person.id, self.area, name, month.isoformat(), kind, sum(sums.values()),
            as_text(dict(sums)), *ground, cause=cause, **rest,  # type: ignore[misc, arg-type]  # four of a ground
        )  # fmt: skip
        self.to.rows.append(line)
        if kind == DUE and month == self.desk.month:
            self.now[name] = Sum(line.amount_fen, line.reason_id, line.rule_version)

    def _problem(self, name: str, month: date, ground: Ground) -> None:
        if ground.problem:
            kind, words = ground.problem
            line = (self.desk.cycle.pk, self.person.id, self.area, name, month.isoformat(), kind, words)
            self.to.problems.append(ProblemLine(*line, ground.reason_id))

    def problem_row(self, kind: ProblemKind, name: str, month: date, words: str) -> None:
        """What somebody must look into."""
        line = (self.desk.cycle.pk, self.person.id, self.area, name, month.isoformat(), kind.value, words[:WORDS_MAX])
        self.to.problems.append(ProblemLine(*line))
