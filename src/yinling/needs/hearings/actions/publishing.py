"""New benefits are shown to the public: what was shown is kept as it was, with a digest in the book of changes."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import announce
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.hearings.actions.permits import permit
from yinling.needs.hearings.domain.refusals import NotPublishable
from yinling.needs.hearings.events import BenefitsPublished
from yinling.needs.hearings.models import BenefitNotice, NoticedLine, NoticeOpening, TermName
from yinling.needs.hearings.queries.notices import CANDIDATES_MAX, Candidate, candidates, fingerprint
from yinling.needs.hearings.queries.terms import TermLine, notice_until, term


@transaction.atomic
def publish(
    *, enrolment_ids: Sequence[int], by: Actor, at: datetime, cycle_id: int | None = None
) -> BenefitNotice:  # fmt: skip
    """Shows enrolments that no notice has shown; all or none. Raises NotPublishable, NotPermitted."""
    permit(by, "hearings.publish", by.area)
    wanted, on = set(enrolment_ids), day_of(at)
    found = candidates(actor=by, on=on, cycle_id=cycle_id, only=wanted)
    if not wanted or len(wanted) > CANDIDATES_MAX or {each.enrolment_id for each in found} != wanted:
        raise NotPublishable()
    terms = [term(TermName.NOTICE, pack=pack, on=on) for pack in {each.pack for each in found} | {settings.PACK}]
    longest = max(terms, key=lambda each: each.days)
    notice = _kept(found, longest, on, by, at)
    announce(BenefitsPublished(notice.pk, notice.area, notice.open_until), by=by, at=at)
    record(
        by=by, at=at, verb="hearings.publish", subject=f"benefit_notice:{notice.pk}", area=notice.area,
        after={"enrolments": sorted(wanted), "valid_until": notice.open_until, "sha256": notice.digest},
    )  # fmt: skip
    return notice


def _kept(found: Sequence[Candidate], longest: TermLine, on: date, by: Actor, at: datetime) -> BenefitNotice:
    source = f"{longest.clause_place} {longest.source}".strip()
    notice = BenefitNotice(
        area=by.area, published_at=at, published_by_id=by.user_id, published_by_name=by.name, open_from=on,
        open_until=notice_until(on, longest.days), days=longest.days, days_source=source[:200],
        days_verified=longest.is_verified,
    )  # fmt: skip
    lines = [
        NoticedLine(
            notice=notice, enrolment_id=each.enrolment_id, person_id=each.person_id, name_masked=each.name_masked,
            town=each.town, pack=each.pack, programme=each.programme, clause=each.clause, monthly_fen=each.monthly_fen,
        )
        for each in found
    ]  # fmt: skip
    notice.digest = fingerprint(notice, lines)
    notice.save()
    for line in lines:
        line.notice = notice
        line.save()
    return notice


def count_opening(*, notice_ids: Sequence[int], on: date) -> None:
    """The public opened notices once more on a day."""
    for notice_id in notice_ids:
        NoticeOpening.objects.get_or_create(notice_id=notice_id, day=on)
    NoticeOpening.objects.filter(notice__in=notice_ids, day=on).update(count=F("count") + 1)
