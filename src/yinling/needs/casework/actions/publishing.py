"""The public notice of granted cases, and the day when they come into force."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yinling.foundation.audit import actions as audit
from yinling.foundation.outbox.actions import announce
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.kernel.deadlines import window_until
from yinling.kernel.masking import mask_number
from yinling.needs.casework.actions.numbering import next_number
from yinling.needs.casework.actions.stepping import judged, locked, move
from yinling.needs.casework.actions.telling import tell_applicant
from yinling.needs.casework.domain.letters import in_chinese
from yinling.needs.casework.domain.refusals import NotPublishable, StepRefused
from yinling.needs.casework.events import CaseInForce
from yinling.needs.casework.models import Case, NoticeLine, PublicNotice
from yinling.needs.casework.queries.determinations import determined
from yinling.needs.casework.queries.lists import due_in_force
from yinling.needs.casework.queries.procedure import (
    calendar,
    number_prefix,
    objection_limit,
    programme_name,
)
from yinling.people.registry.actions import reveal

CASES_IN_A_NOTICE_MAX = 500


@transaction.atomic
def publish_notice(*, case_ids: Sequence[int], by: Actor, at: datetime) -> PublicNotice:
    """Shows granted cases to the public with an objection window. All or none: one that may not go refuses all."""
    if not case_ids or len(case_ids) > CASES_IN_A_NOTICE_MAX:
        raise NotPublishable
    cases = [locked(case_id) for case_id in sorted(set(case_ids))]
    programmes = sorted({case.programme for case in cases})
    limits = [objection_limit(programme) for programme in programmes]
    limit = max((limit for limit in limits if limit), key=lambda each: each.days, default=None)
    if limit is None:
        raise NotPublishable
    until = window_until(day_of(at), limit, calendar())
    standings = [judged(case, "publish", by=by, at=at) for case in cases]
    names = "、".join(map(programme_name, programmes))
    notice = PublicNotice.objects.create(
        number=next_number(f"{number_prefix()}-G", day_of(at).year), area=by.area,
        title=f"{names}拟补贴对象公示（{in_chinese(day_of(at))}）", published_at=at,
        published_by_id=by.user_id, objection_from=day_of(at), objection_until=until,
    )  # fmt: skip
    for case, standing in zip(cases, standings, strict=True):
        NoticeLine.objects.create(notice=notice, **_public_line(case, by=by, at=at))
        case.objection_until = until
        move(case, "publish", standing, by=by, at=at, details={"notice": notice.number})
        tell_applicant(case, f"申请 {case.number} 正在公示，公示到期后补贴生效。", at=at)
    audit.record(
        by=by, at=at, verb="casework.publish_notice", subject=f"notice:{notice.pk}", area=by.area,
        after={"number": notice.number, "cases": [case.pk for case in cases]},
    )  # fmt: skip
    return notice


def _public_line(case: Case, *, by: Actor, at: datetime) -> dict[str, object]:
    found = determined(case)
    if found is None:
        raise NotPublishable
    reason = f"制作公示 {case.number}"
    number = reveal(person_id=case.person_id, field="id_number", reason=reason, by=by, at=at)
    return {
        "case": case,
        "name_masked": case.person_name_masked,
        "id_number_masked": mask_number(number, 3, 4),
        "town": case.area[:9],
        "municipal_fen": found.municipal_fen or 0,
        "district_fen": found.district_fen or 0,
    }


@transaction.atomic
def put_in_force(*, case_id: int, by: Actor, at: datetime) -> Case:
    """The window passed without an open objection; work may be contracted."""
    case = locked(case_id)
    move(case, "put_in_force", judged(case, "put_in_force", by=by, at=at), by=by, at=at)
    announce(CaseInForce(case.pk), by=by, at=at)
    tell_applicant(case, f"申请 {case.number} 的补贴已生效，可以签订改造协议。", at=at)
    return case


def put_due_in_force(*, by: Actor, at: datetime) -> list[int]:
    """Every case whose window is over and that nobody disputes, one transaction each; run again it does nothing."""
    done = []
    for case_id in due_in_force(on=day_of(at)):
        try:
            put_in_force(case_id=case_id, by=by, at=at)
        except StepRefused:
            continue  # somebody objected or acted in between
        done.append(case_id)
    return done
