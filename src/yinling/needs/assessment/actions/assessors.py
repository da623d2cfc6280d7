"""The register of assessors: who holds which certificate until when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.needs.assessment.domain.refusals import NotQualified
from yinling.needs.assessment.models import Assessor


@dataclass(frozen=True)
class Certificate:
    """A certificate as it is shown; `valid_until` is its last day."""

    number: str
    kind: str
    valid_from: date
    valid_until: date
    organisation_id: int | None = None


@transaction.atomic
def register_assessor(*, user_id: int, certificate: Certificate, by: Actor, at: datetime) -> Assessor:
    """Enters a log-in as assessor, or renews the certificate. Raises NotQualified: dates wrong, number in use."""
    _must_review(by)
    if certificate.valid_until < certificate.valid_from or not certificate.number.strip():
        raise NotQualified("证书编号不能为空，截止日期不能早于开始日期")
    values = {
        "certificate_number": certificate.number.strip(), "certificate_class": certificate.kind,
        "valid_from": certificate.valid_from, "valid_until": certificate.valid_until,
        "organisation_id": certificate.organisation_id, "is_active": True,
    }  # fmt: skip
    try:
        with transaction.atomic():
            row, _is_new = Assessor.objects.update_or_create(user_id=user_id, defaults=values)
    except IntegrityError:
        raise NotQualified("没有这个用户，或者证书编号已经登记在另一人名下") from None
    record(by=by, at=at, verb="assessment.register_assessor", subject=f"assessor:{row.pk}", after=values)
    return row


@transaction.atomic
def retire_assessor(*, assessor_id: int, reason: str, by: Actor, at: datetime) -> Assessor:
    """Takes an assessor off the list; what they signed stands."""
    _must_review(by)
    row = Assessor.objects.select_for_update().get(pk=assessor_id)
    row.is_active = False
    row.save(update_fields=["is_active"])
    record(by=by, at=at, verb="assessment.retire_assessor", subject=f"assessor:{row.pk}", reason=reason)
    return row


def _must_review(by: Actor) -> None:
    if by.role != "machine" and not by.may("assessment.review"):
        raise PermissionDenied
