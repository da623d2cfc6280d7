"""A signed assessment as a resource of the health record, for other systems."""

from datetime import datetime
from typing import Any

from yinling.gateways.fhir import SignedSheet, questionnaire_response
from yinling.kernel.actor import Actor
from yinling.needs.assessment.queries.records import signed_record


def response_of(assessment_id: int, *, actor: Actor, at: datetime) -> dict[str, Any]:
    """The QuestionnaireResponse; the read is logged. Raises AssessmentUnknown."""
    found = signed_record(assessment_id, actor=actor, at=at)
    kept = {name: getattr(found, name) for name in SignedSheet.__dataclass_fields__}
    return questionnaire_response(found.scale, SignedSheet(**kept))
