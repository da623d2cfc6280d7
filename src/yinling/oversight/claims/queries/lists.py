"""Claims and their lines as pages show them."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, Sum, When

from yinling.care.visits.queries.visits import carers_of
from yinling.kernel.actor import Actor
from yinling.kernel.masking import mask_name
from yinling.oversight.claims.models import Claim, ClaimLine, Correction, Finding, Payment
from yinling.oversight.evidence.domain.checks import CODES
from yinling.oversight.evidence.queries.pricing import NO_MINUTES, NO_PRICE, UNPROVED

PAGE_ROWS = 15
NEED = ("-is_odd", "-is_sampled", "pk")  # in this order lines are to be looked at
ONLY = {"sampled": Q(is_sampled=True), "adjusted": Q(decision="adjusted"), "subsidised": Q(subsidy_fen__gt=0)}
KEY = re.compile(r"[01]\.[01]\.\d{1,17}")
TONES = {
    "building": "wait", "draft": "off", "submitted": "wait", "under_review": "wait", "approved": "info", "sent": "info",
    "paid": "good",
}  # fmt: skip
LEFT_OUT = {UNPROVED: "凭证不全", NO_PRICE: "当天没有价格", NO_MINUTES: "没有认定的服务时间"}
VERBS = {
    "begin": "开始编制", "build": "编制", "submit": "机构提交", "open_review": "自动核对和抽样", "approve": "批准",
    "pay": "付出", "paid": "银行已付", "returned": "银行退回", "keep": "核对无误", "adjust": "核减",
    "answer": "机构答复", "reply": "审核人回复", "split": "重新分担", "phone_back": "电话回访",
    "corrected": "上门被更正",
}  # fmt: skip


@dataclass(frozen=True)
class Sums:
    """Fen of a claim's lines."""

    lines: int
    asked: int
    adjusted: int
    approved: int
    subsidy: int
    own: int
    paid: int


@dataclass(frozen=True)
class ClaimRow:
    """A claim in a list."""

    id: int
    provider: str
    month: date
    part: int
    state: str
    state_words: str
    tone: str
    sums: Sums


@dataclass(frozen=True)
class LineRow:
    """A line in a list; the person is masked."""

    id: int
    claim_id: int
    visit_id: int
    person_id: int
    person: str
    on: date
    service: str
    minutes: int
    asked: int
    adjusted: int
    approved: int
    subsidy: int
    own: int
    paid: int
    is_odd: bool
    is_sampled: bool
    decision: str
    decision_words: str
    reason_words: str
    findings: tuple[tuple[str, str], ...]
    shares: tuple[tuple[str, int], ...]

    @property
    def is_waiting(self) -> bool:
        """Whether the line waits for a decision."""
        return (self.is_odd or self.is_sampled) and not self.decision


@dataclass(frozen=True)
class StepRow:
    """A step of a claim or of a line."""

    what: str
    who: str
    when: datetime
    why: str


@dataclass(frozen=True)
class ClaimPage:
    """A claim with its totals by reason: (words, findings, lines taken off, fen taken off)."""

    row: ClaimRow
    claim: Claim
    reasons: tuple[tuple[str, str, int, int, int], ...]
    left_out: tuple[tuple[int, str], ...]
    left_out_counts: tuple[tuple[str, int], ...]
    steps: tuple[StepRow, ...]
    corrections: tuple[Correction, ...]
    payment_id: int | None


@dataclass(frozen=True)
class LinePage:
    """One line with all that speaks for and against it."""

    line: LineRow
    claim: ClaimRow
    carers: tuple[str, ...]
    findings: tuple[Any, ...]
    calls: tuple[Any, ...]
    steps: tuple[StepRow, ...]
    corrections: tuple[Correction, ...]
    funds: tuple[tuple[str, str, int], ...]
    payment: Payment | None


@dataclass(frozen=True)
class LineFilter:
    """Which lines of a claim; empty = all. `after`: the key of the last line of the page before."""

    code: str = ""
    only: str = ""
    fund: str = ""
    after: str = ""


def claim_rows(actor: Actor, *, state: str = "", before: tuple[date, int] | None = None) -> list[ClaimRow]:
    """One page of claims, newest month first, and one more where there is a next page; `before`: those after a row."""
    rows = Claim.objects.visible_to(actor).select_related("provider").order_by("-month", "-pk")
    rows = rows.filter(state=state) if state else rows
    if before:
        rows = rows.filter(Q(month__lt=before[0]) | Q(month=before[0], pk__lt=before[1]))
    found = list(rows[: PAGE_ROWS + 1])
    sums = sums_of([row.pk for row in found])
    return [_claim_row(row, sums.get(row.pk)) for row in found]


def sums_of(claim_ids: list[int]) -> dict[int, Sums]:
    """Sums by claim, in one question."""
    fields = ["asked_fen", "adjusted_fen", "approved_fen", "subsidy_fen", "own_fen", "paid_fen"]
    rows = ClaimLine.objects.filter(claim__in=claim_ids).values("claim").order_by()
    sums = rows.annotate(count=Count("id"), **{f"sum_{name}": Sum(name) for name in fields})
    return {
        claim: Sums(*found) for claim, *found in sums.values_list("claim", "count", *(f"sum_{name}" for name in fields))
    }


def _claim_row(row: Claim, sums: Sums | None) -> ClaimRow:
    return ClaimRow(
        row.pk, row.provider.name, row.month, row.part, row.state, row.get_state_display(), TONES[row.state],
        sums or Sums(0, 0, 0, 0, 0, 0, 0),
    )  # fmt: skip


def claim_page(claim_id: int, *, actor: Actor) -> ClaimPage | None:
    """One claim; None if there is none that the actor may see."""
    claim = Claim.objects.visible_to(actor).select_related("provider").filter(pk=claim_id).first()
    if claim is None:
        return None
    return ClaimPage(
        row=_claim_row(claim, sums_of([claim.pk]).get(claim.pk)), claim=claim, reasons=_reasons(claim),
        left_out=tuple((each["visit"], LEFT_OUT[each["reason"]]) for each in claim.left_out[:PAGE_ROWS]),
        left_out_counts=tuple(Counter(LEFT_OUT[each["reason"]] for each in claim.left_out).items()),
        steps=tuple(StepRow(VERBS[step.verb], step.by_name, step.at, step.note) for step in claim.steps.all()),
        corrections=tuple(claim.corrections.select_related("line")),
        payment_id=claim.payments.order_by("-pk").values_list("pk", flat=True).first(),
    )  # fmt: skip


def _reasons(claim: Claim) -> tuple[tuple[str, str, int, int, int], ...]:
    found = dict(claim.lines.values_list("findings__code").annotate(Count("id", distinct=True)).order_by())
    off = claim.lines.exclude(reason_code="").values_list("reason_code").order_by()
    taken = {code: (count, fen) for code, count, fen in off.annotate(Count("id"), Sum("adjusted_fen"))}
    return tuple(
        (code, words, found.get(code, 0), *taken.get(code, (0, 0)))
        for code, words in CODES.items()
        if found.get(code) or code in taken
    )


def line_rows(claim_id: int, wanted: LineFilter, *, actor: Actor) -> list[LineRow]:
    """One page of a claim's lines, odd ones first, and one more where there is a next page."""
    rows = ClaimLine.objects.visible_to(actor).filter(_after(wanted.after), claim=claim_id)
    if wanted.code:
        rows = rows.filter(Exists(Finding.objects.filter(line=OuterRef("pk"), code=wanted.code)))
    if wanted.fund:
        rows = rows.filter(funds__contains=f"|{wanted.fund}|")
    if wanted.only == "waiting":
        rows = rows.waiting()
    elif wanted.only in ONLY:
        rows = rows.filter(ONLY[wanted.only])
    ordered = rows.order_by(*NEED)[: PAGE_ROWS + 1]
    return [line_row(row) for row in ordered.select_related("person").prefetch_related("findings")]


def key_of(line: LineRow) -> str:
    """Where a line stands in the order of `line_rows`."""
    return f"{int(line.is_odd)}.{int(line.is_sampled)}.{line.id}"


def _after(key: str) -> Q:
    """Lines that come later; all where the key is none."""
    if not KEY.fullmatch(key):
        return Q()
    odd, sampled, number = (int(part) for part in key.split("."))
    later = Q(is_odd=odd, is_sampled=sampled, pk__gt=number)
    later |= Q(is_odd=odd, is_sampled=False) if sampled else Q(pk__in=[])
    return later | Q(is_odd=False) if odd else later


def line_row(row: ClaimLine) -> LineRow:
    """One line for reading."""
    return LineRow(
        id=row.pk, claim_id=row.claim_id, visit_id=row.visit_id, person_id=row.person_id,
        person=mask_name(row.person.name), on=row.on, service=row.service_name, minutes=row.minutes,
        asked=row.asked_fen, adjusted=row.adjusted_fen, approved=row.approved_fen, subsidy=row.subsidy_fen,
        own=row.own_fen, paid=row.paid_fen, is_odd=row.is_odd, is_sampled=row.is_sampled, decision=row.decision,
        decision_words=row.get_decision_display() if row.decision else "",
        reason_words=CODES.get(row.reason_code, ""),
        findings=tuple((CODES[one.code], one.words) for one in row.findings.all()),
        shares=tuple((share["name"], share["fen"]) for share in row.shares if share["fen"]),
    )  # fmt: skip


def line_page(line_id: int, *, actor: Actor) -> LinePage | None:
    """One line; None if there is none that the actor may see."""
    rows = ClaimLine.objects.visible_to(actor).select_related("person", "claim__provider")
    row = rows.filter(pk=line_id).first()
    if row is None:
        return None
    return LinePage(
        line=line_row(row), claim=_claim_row(row.claim, None), carers=carers_of([row.visit_id]).get(row.visit_id, ()),
        findings=tuple((CODES[one.code], one.words, one.get_source_display()) for one in row.findings.all()),
        calls=tuple(row.phone_backs.all()),
        steps=tuple(StepRow(VERBS[one.verb], one.by_name, one.at, one.text) for one in row.records.all()),
        corrections=tuple(row.corrections.all()),
        funds=tuple((share["code"], share["name"], share["fen"]) for share in row.shares),
        payment=row.claim.payments.defer("account_number").order_by("-pk").first() if row.subsidy_fen else None,
    )  # fmt: skip


def waiting_after(line: LineRow, *, actor: Actor) -> tuple[int, int | None]:
    """How many lines of a line's claim wait for a decision, and the next of the others; the last leads to the first."""
    rows = ClaimLine.objects.visible_to(actor).filter(claim=line.claim_id).waiting()
    ahead = Case(When(_after(key_of(line)), then=0), default=1)
    others = rows.exclude(pk=line.id).order_by(ahead, *NEED)
    return rows.count(), others.values_list("pk", flat=True).first()


def line_of_visit(visit_id: int, *, actor: Actor) -> int | None:
    """The line in which a visit is claimed: the way back from the visit to the money."""
    return ClaimLine.objects.visible_to(actor).filter(visit=visit_id).values_list("pk", flat=True).first()
