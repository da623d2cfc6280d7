"""The proof that payments, books and determinations agree: every fault in words, none if all is well."""

from collections import Counter
from collections.abc import Iterator

from yinling.foundation.books.queries import balance, faults, statement
from yinling.kernel.money import format_yuan
from yinling.needs.casework.domain.references import case_ref
from yinling.needs.entitlements.queries import determination_of
from yinling.oversight.settlement.domain import postings, states
from yinling.oversight.settlement.models import Allotment, Payable, PaymentLine, PaymentRun

CHUNK = 1_000
SENT_OUT = frozenset({states.APPROVED, states.SENT, states.SETTLED})


def settlement_faults() -> Iterator[str]:
    """All that does not hold, in the order of the money's way."""
    yield from faults()
    moved = _clearing_by_key()
    yield from _line_faults(moved)
    yield from _run_faults(moved)
    yield from _payable_faults()
    yield from _fund_faults()


def _clearing_by_key() -> dict[str, int]:
    """What each transfer moved through the bank account: reserved is positive, the others negative."""
    found: dict[str, int] = {}
    before_id: int | None = None
    while page := statement(postings.CLEARING, before_id=before_id, limit=CHUNK):
        found |= {entry.key: entry.amount_fen for entry in page}
        before_id = page[-1].id
    return found


def _expected(line: PaymentLine) -> dict[str, int]:
    """The transfers that a line in its state must have made, and no others."""
    fen, fund = line.amount_fen, line.fund_id
    reserved = postings.reserved(line.run_id, line.pk, fund, fen)
    made = [reserved] if line.run.approved_at else []
    if line.state == states.PAID:
        made.append(postings.paid(line.run_id, line.pk, line.payable.provider_id, fen))
    if line.state == states.RETURNED:
        made.append(postings.returned(line.run_id, line.pk, fund, fen))
    if line.state == states.DROPPED and line.run.approved_at:
        made.append(postings.released(line.run_id, line.pk, fund, fen))
    return {posting.key: dict(posting.entries)[postings.CLEARING] for posting in made}


def _line_faults(moved: dict[str, int]) -> Iterator[str]:
    expected: dict[str, int] = {}
    lines = PaymentLine.objects.select_related("run", "payable").defer("account_number").order_by("pk")
    for line in lines.iterator(chunk_size=CHUNK):
        expected |= _expected(line)
    for key in sorted(expected.keys() | moved.keys()):
        if expected.get(key) != moved.get(key):
            yield f"{key}：应有转账 {_yuan(expected.get(key))}，账上 {_yuan(moved.get(key))}"


def _run_faults(moved: dict[str, int]) -> Iterator[str]:
    """By run, what was paid in lines is what the books say was paid."""
    booked = Counter[int]()
    for key, fen in moved.items():
        if key.endswith(":paid"):
            booked[int(key.split(":")[1])] -= fen
    for run in PaymentRun.objects.order_by("pk"):
        paid = sum(run.lines.filter(state=states.PAID).values_list("amount_fen", flat=True))
        if paid != booked[run.pk]:
            yield f"批次 {run.number}：已付 {format_yuan(paid)}，账上 {format_yuan(booked[run.pk])}"
        if run.state in SENT_OUT and run.approved_by_id == run.prepared_by_id:
            yield f"批次 {run.number}：编制人和复核人是同一个人"


def _payable_faults() -> Iterator[str]:
    for payable in Payable.objects.order_by("pk").iterator(chunk_size=CHUNK):
        determination = determination_of(case_ref(payable.case_id))
        decided = determination and (determination.municipal_fen, determination.district_fen)
        if decided != (payable.municipal_fen, payable.district_fen):
            yield f"{payable.case_number}：应付金额与核定金额不一致"
        for fund, fen in payable.by_fund.items():
            paid = list(payable.lines.filter(fund=fund, state=states.PAID).values_list("amount_fen", flat=True))
            if len(paid) > 1 or sum(paid) not in {0, fen} or (payable.paid_at and sum(paid) != fen):
                yield f"{payable.case_number}：{fund} 应付 {format_yuan(fen)}，已付 {format_yuan(sum(paid))}"


def _fund_faults() -> Iterator[str]:
    """A fund holds what came in less what is on its way or paid."""
    for fund in postings.FUNDS:
        came_in = sum(Allotment.objects.filter(fund=fund).values_list("amount_fen", flat=True))
        live = PaymentLine.objects.filter(fund=fund, state__in=states.LIVE_LINES, run__state__in=SENT_OUT)
        should = came_in - sum(live.values_list("amount_fen", flat=True))
        if should != balance(postings.fund_account(fund)):
            held = balance(postings.fund_account(fund))
            yield f"资金 {fund}：应有 {format_yuan(should)}，账上 {format_yuan(held)}"


def _yuan(fen: int | None) -> str:
    return "没有" if fen is None else format_yuan(fen)
