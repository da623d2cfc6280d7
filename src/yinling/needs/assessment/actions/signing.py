"""Two names under one version of the answers make a result."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from yinling.engines.scales.scale import Scale
from yinling.engines.scales.scoring import BadAnswer, Scored, score
from yinling.gateways.policy.scales import load_scale
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.assessment.actions.resulting import Grounds, issue
from yinling.needs.assessment.actions.stepping import judge, locked, move
from yinling.needs.assessment.domain.assessors import certified
from yinling.needs.assessment.domain.refusals import (
    AnswersConflict,
    AnswersIncomplete,
    NotPossibleNow,
    NotQualified,
)
from yinling.needs.assessment.models import AnswerSheet, Assessment, Signature
from yinling.needs.assessment.queries.assessments import latest_sheet
from yinling.needs.assessment.queries.assessors import credentials


@transaction.atomic
def sign(*, assessment_id: int, version: int, by: Actor, at: datetime, informant: str = "") -> Any:
    """Puts the actor's name under a version of the answers; the second name makes the result, which is returned.

    Raises AnswersIncomplete, AnswersConflict (another version was saved meanwhile), NotQualified, NotPossibleNow.
    """
    row = locked(assessment_id)
    judge(row, "sign", by=by, at=at)
    sheet, scale = _sheet(row, version), load_scale(row.scale)
    scored = _scored(scale, sheet)
    standing = sheet.signatures.filter(scale_digest=scale.digest, assessor_id__in=row.assessor_ids)
    if standing.filter(assessor_id=by.user_id).exists():
        raise NotPossibleNow("您已经签过，等另一名评估员签署。")
    _put_name(sheet, scale, informant, by=by, at=at)
    if standing.count() < 2:
        move(row, "sign", by=by, at=at, details={"version": version, "scale": scale.digest})
        return None
    move(row, "complete", by=by, at=at, details={"version": version, "grade": scored.final_grade})
    return issue(row, Grounds(scale, scored), by=by, at=at)


def _sheet(row: Assessment, version: int) -> AnswerSheet:
    sheet = latest_sheet(row)
    if sheet is None:
        raise AnswersIncomplete([("", "还没有填写评估表")])
    if sheet.version != version:
        raise AnswersConflict(sheet.version)
    return sheet


def _scored(scale: Scale, sheet: AnswerSheet) -> Scored:
    content = json.loads(sheet.content)
    try:
        return score(scale, content["answers"], content["circumstances"])
    except BadAnswer as fault:
        raise AnswersIncomplete(fault.faults) from None


def _put_name(sheet: AnswerSheet, scale: Scale, informant: str, *, by: Actor, at: datetime) -> None:
    credential = credentials([by.user_id] if by.user_id else []).get(by.user_id or 0)
    if credential is None or not certified(credential, on=day_of(at)):
        raise NotQualified("您的评估员证书今天无效，不能签署")
    Signature.objects.create(
        sheet=sheet, assessor_id=credential.user_id, assessor_name=by.name,
        certificate_number=credential.certificate_number, scale_digest=scale.digest,
        content_digest=sha256(sheet.content.encode()).hexdigest(),
        informant=informant[:60], at=at,
    )  # fmt: skip
