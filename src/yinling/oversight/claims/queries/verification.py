"""The proof that claims, visits and books agree: every fault in words, none if all is well."""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.db.models import F, Q

from yinling.foundation.books.queries import accounts, balance, entries_about, faults
from yinling.kernel.money import format_yuan
from yinling.oversight.claims.models import CareAllotment, Claim, ClaimLine, Correction, Payment, funds_word
from yinling.oversight.evidence.queries.visits import still_proved
from yinling.oversight.settlement.domain import care_postings as postings

CHUNK = 2_000


def claim_faults() -> Iterator[str]:
    """All that does not hold, from the visit to the fund and back."""
    yield from faults()
    yield from _line_faults()
    yield from _strange_visits()
    for claim in Claim.objects.filter(state__in=["approved", "sent", "paid"]).order_by("pk"):
        yield from _claim_faults(claim)
    yield from _payment_faults()
    yield from _fund_faults()


def _line_faults() -> Iterator[str]:
    rows = ClaimLine.objects.filter(claim__state__in=["sent", "paid"], approved_fen__gt=0).order_by("pk")
    waiting: list[tuple[int, int]] = []
    for pair in rows.values_list("pk", "visit_id").iterator(chunk_size=CHUNK):
        waiting.append(pair)
        if len(waiting) == CHUNK:
            yield from _unproved(waiting)
            waiting = []
    yield from _unproved(waiting)
    for line in ClaimLine.objects.exclude(claim__state="paid").filter(paid_fen__gt=0):
        yield f"申报行 {line.pk}：没有付款，却记为已付 {format_yuan(line.paid_fen)}"


def _strange_visits() -> Iterator[str]:
    """A line speaks of its visit: the same person, day and provider, in the claim's month."""
    same = Q(visit__person=F("person"), visit__on=F("on"), visit__provider=F("claim__provider"))
    for line_id, visit_id in ClaimLine.objects.exclude(same).order_by("pk").values_list("pk", "visit_id"):
        yield f"申报行 {line_id}：老人、日期或机构与上门 {visit_id} 不一致"
    within = Q(on__year=F("claim__month__year"), on__month=F("claim__month__month"))
    for line_id, on in ClaimLine.objects.exclude(within).order_by("pk").values_list("pk", "on"):
        yield f"申报行 {line_id}：{on} 不在申报的月份"


def _unproved(pairs: Sequence[tuple[int, int]]) -> Iterator[str]:
    proved = still_proved({visit_id for _, visit_id in pairs})
    for line_id, visit_id in pairs:
        if visit_id not in proved:
            yield f"申报行 {line_id}：上门 {visit_id} 没有完整凭证"


def _claim_faults(claim: Claim) -> Iterator[str]:
    deciders = claim.lines.filter(records__verb__in=["adjust", "keep"]).values_list("records__by_user_id", flat=True)
    if claim.approved_by_id is None or claim.approved_by_id in {claim.reviewed_by_id, *deciders}:
        yield f"申报 {claim.pk}：审核人和批准人是同一个人，或者没有批准"
    sums: Counter[str] = Counter()
    fields = ("pk", "shares", "funds", "subsidy_fen", "paid_fen")
    for line_id, shares, funds, subsidy, paid in claim.lines.order_by("pk").values_list(*fields).iterator():
        named = funds_word(share["code"] for share in shares if share["fen"])
        if sum(share["fen"] for share in shares) != subsidy or named != funds:
            yield f"申报行 {line_id}：补贴来源合计不等于补贴"
        if claim.state == "paid" and paid != subsidy:
            yield f"申报行 {line_id}：应付 {format_yuan(subsidy)}，已付 {format_yuan(paid)}"
        for share in shares:
            sums[share["code"]] += share["fen"]
    for fund, fen in Correction.objects.filter(settled_in=claim).values_list("fund", "fen"):
        sums[fund] += fen
    should = {fund: fen for fund, fen in sums.items() if fen}
    on_the_way = list(claim.payments.filter(state__in=Payment.ON_THE_WAY).defer("account_number"))
    if [payment.state for payment in on_the_way] != ([] if claim.state == "approved" else [claim.state]):
        yield f"申报 {claim.pk}：状态是“{claim.get_state_display()}”，付款却不是"
    for payment in on_the_way:
        if payment.by_fund != should or payment.amount_fen != sum(should.values()):
            yield f"申报 {claim.pk}：付款 {payment.pk} 的金额或资金来源与各行合计不一致"


def _payment_faults() -> Iterator[str]:
    """Each payment made the transfers of its state, and no others."""
    for payment in Payment.objects.order_by("pk").iterator(chunk_size=CHUNK):
        made = postings.made_by(payment.pk, payment.by_fund, payment.state) if payment.amount_fen else ()
        expected = {each.key: dict(each.entries) for each in made}
        found: dict[str, dict[str, int]] = {}
        for entry in entries_about(f"claim:{payment.claim_id}"):
            if entry.key.startswith(f"care:payment:{payment.pk}:"):
                found.setdefault(entry.key, {})[entry.account_code] = entry.amount_fen
        if found != expected:
            yield f"付款 {payment.pk}：账簿里的转账与状态“{payment.get_state_display()}”不符"


def _fund_faults() -> Iterator[str]:
    """A care fund holds what came in less what is on its way or paid; what was spent is what was paid."""
    came_in, gone, spent = Counter[str](), Counter[str](), Counter[str]()
    for fund, fen in CareAllotment.objects.values_list("fund", "amount_fen"):
        came_in[fund] += fen
    for state, by_fund in Payment.objects.filter(state__in=Payment.ON_THE_WAY).values_list("state", "by_fund"):
        gone.update(by_fund)
        spent.update(by_fund if state == "paid" else {})
    codes = {row.code.removeprefix(postings.FUND) for row in accounts() if row.code.startswith(postings.FUND)}
    for fund in sorted(codes | came_in.keys() | gone.keys()):
        held, out = balance(postings.FUND + fund), balance(postings.SPENT + fund)
        if held != came_in[fund] - gone[fund]:
            yield f"照护资金 {fund}：应有 {format_yuan(came_in[fund] - gone[fund])}，账上 {format_yuan(held)}"
        if out != spent[fund]:
            yield f"照护资金 {fund}：已付 {format_yuan(spent[fund])}，账上支出 {format_yuan(out)}"
