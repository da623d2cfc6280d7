"""Claims of the demo's two operators: one paid, one under review with three planted frauds among honest visits."""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Q

from yinling.care.visits.domain.proof import metres_between
from yinling.care.visits.models import Door, MarkKind, Visit, VisitCarer, VisitMark
from yinling.foundation.documents.actions import keep
from yinling.oversight.claims.actions import building, paying, reviewing
from yinling.oversight.claims.domain.refusals import NothingToClaim
from yinling.oversight.claims.models import Claim
from yinling.people.providers.actions import set_bank_account
from yinling.project.demo import last_month, pictures
from yinling.project.demo.district import Cast
from yinling.project.demo.visits import OPERATORS

NEEDED = {"care", "care2", "bureau", "bureau2", "finance"}
FUND_FEN, SEED, DAYS = 50_000_000, 31, 3
ACCOUNT = "6200000000000000033"
Pair = tuple[Visit, Visit]


def build(cast: Cast) -> None:
    """The month before: the first operator's is paid; the second one's waits for decisions."""
    if not set(cast.actors) >= NEEDED:
        return
    month = last_month.build(cast)
    try:
        plant(cast, month)
        under_review(cast, "care2", month)
        pay(cast, under_review(cast, "care", month))
    except NothingToClaim:
        return


def under_review(cast: Cast, office: str, month: date) -> Claim:
    """Drawn up, handed in, checked."""
    by = cast.actors[office]
    claim = building.build(provider_id=cast.firms[OPERATORS[office]], month=month, by=by, at=cast.at)
    building.submit(claim_id=claim.pk, by=by, at=cast.at)
    return reviewing.open_review(claim_id=claim.pk, seed=SEED, by=cast.actors["bureau"], at=cast.at)


def pay(cast: Cast, claim: Claim) -> None:
    """The reviewer keeps what is odd or was drawn, another one approves, finance pays, the bank says yes."""
    at, finance = cast.at, cast.actors["finance"]
    for line in claim.lines.filter(Q(is_odd=True) | Q(is_sampled=True)):
        reviewing.keep_line_as_asked(
            line_id=line.pk, reason="（演示）电话回访与记录一致", by=cast.actors["bureau"], at=at
        )
    reviewing.approve(claim_id=claim.pk, by=cast.actors["bureau2"], at=at)
    funds = {share["code"] for shares in claim.lines.values_list("shares", flat=True) for share in shares}
    for fund in sorted(funds):
        paying.allot(fund=fund, amount_fen=FUND_FEN, source_document="演示〔2026〕照护1号", by=finance, at=at)
    set_bank_account(
        provider_id=claim.provider_id, bank_name="演示银行城西支行", account_name=claim.provider.name,
        account_number=ACCOUNT, by=cast.actors["bureau"], at=at,
    )  # fmt: skip
    for payment in paying.pay(claim_ids=[claim.pk], by=finance, at=at):
        paying.record_result(payment_id=payment.pk, is_paid=True, by=finance, at=at)


def plant(cast: Cast, month: date) -> None:
    """One carer in two homes, a way that nobody makes in the time, one picture for two visits; each on its own day."""
    found = pairs(cast.firms[OPERATORS["care2"]], month)
    if len(found) < 3:
        return
    far = max(found, key=metres)
    homes, photos = [pair for pair in found if pair[0].on != far[0].on][:2]
    move(homes[1], minutes=12 - lasting(homes[0]), after=homes[0])
    move(far[1], minutes=2, after=far[0])
    for pair in (homes, far):
        worker_id = VisitCarer.objects.filter(visit=pair[0]).values_list("worker_id", flat=True)[0]
        VisitCarer.objects.filter(visit=pair[1]).update(worker=worker_id)
    for number, visit in enumerate(photos):
        document = keep(
            content=pictures.picture(200), name="服务照片.png", kind="visit_photo", about=f"visit:{visit.pk}",
            by=cast.actors["care2"], at=cast.at, area=visit.area, organisation_id=visit.provider_id,
        )  # fmt: skip
        worker_id = VisitCarer.objects.filter(visit=visit).values_list("worker_id", flat=True)[0]
        VisitMark.objects.create(
            visit=visit, worker_id=worker_id, kind=MarkKind.PHOTO, key=f"demo-planted-{number}",
            said_at=visit.ended_at or cast.at, received_at=cast.at, document_id=document.pk,
        )  # fmt: skip


def pairs(firm: int, month: date) -> list[Pair]:
    """Two proved visits of each day, to two people, which one carer can be said to have done."""
    rows = VisitCarer.objects.filter(visit__provider=firm, visit__state="done", visit__is_proved=True)
    rows = rows.filter(on__gte=month, on__lt=(month + timedelta(days=31)).replace(day=1))
    by_day: dict[date, list[VisitCarer]] = defaultdict(list)
    for row in rows.select_related("visit").order_by("on", "starts", "pk"):
        by_day[row.on].append(row)
    found: list[Pair] = []
    for day in by_day.values():
        one = day[0]
        taken = {row.starts for row in day if row.worker_id == one.worker_id}
        others = [row for row in day if row.starts not in taken and row.visit.person_id != one.visit.person_id]
        if others:
            found.append((one.visit, others[0].visit))
        if len(found) == DAYS:
            break
    return found


def metres(pair: Pair) -> float:
    """Between the two doors; nothing where one is not known."""
    doors = {
        door.person_id: (door.longitude or 0.0, door.latitude or 0.0)
        for door in Door.objects.filter(person__in=[visit.person_id for visit in pair], longitude__isnull=False)
    }
    places = [doors[visit.person_id] for visit in pair if visit.person_id in doors]
    return metres_between(places[0], places[1]) if len(places) > 1 else 0.0


def lasting(visit: Visit) -> int:
    """Minutes that the visit lasted."""
    return int((visit.ended_at - visit.started_at).total_seconds() // 60) if visit.ended_at and visit.started_at else 0


def move(visit: Visit, *, minutes: int, after: Visit) -> None:
    """The visit was said to begin some minutes after the end of another."""
    if after.ended_at is None:
        return
    lasted = timedelta(minutes=lasting(visit))
    visit.started_at = after.ended_at + timedelta(minutes=minutes)
    visit.ended_at = visit.started_at + lasted
    visit.save(update_fields=["started_at", "ended_at"])
