"""A carer with a phone and a visit of today; everybody is invented."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.care.visits.conftest import carer, clerk, code, elder, office, person, provider, workers
from tests.signing_in import log_in
from yinling.care.orders.actions import offering, ordering
from yinling.care.visits.actions import assigning, scheduling
from yinling.care.visits.models import Visit
from yinling.people.workforce.models import Qualification

__all__ = ["carer", "clerk", "code", "elder", "office", "person", "provider", "workers"]


@pytest.fixture
def visit(person, provider, clerk, office, workers):
    """A visit of today to which the carer goes at nine."""
    now, today = timezone.now(), timezone.localdate()
    Qualification.objects.update(valid_until=None)
    wanted = ordering.Wanted("personal_care", today, 540, 660, 30, note="请轻声")
    made = ordering.place(wanted, person_id=person.pk, source="desk", by=clerk, at=now)
    offering.offer(order_id=made.pk, provider_id=provider.pk, by=clerk, at=now)
    offering.answer(order_id=made.pk, is_accepted=True, by=office, at=now)
    scheduling.schedule(from_=today, until=today + timedelta(days=1), by=office, at=now)
    made = Visit.objects.get()
    return assigning.assign(assigning.Placing(made.pk, (workers[0].pk,), 540), by=office, at=now)


@pytest.fixture
def phone(carer):
    """The carer's phone."""
    return log_in(carer)
