"""The proof page: those who pay see that a visit took place, masked and logged, and nothing else."""

import pytest

from tests.care import story
from tests.oversight.claims.conftest import *  # noqa: F403  the same month, its people and its staff
from tests.signing_in import log_in
from yinling.foundation.audit.models import Read

pytestmark = pytest.mark.django_db


def test_show_finance_a_masked_proof_and_log_it(visit, people, finance) -> None:
    one = visit(2, 9, photo=b"1")
    text = log_in(finance).get(f"/evidence/visits/{one.pk}/").content.decode()
    assert "凭证齐全" in text
    assert "照片" in text
    assert people[0].name not in text
    assert list(Read.objects.filter(subject=f"visit:{one.pk}").values_list("user_id", flat=True)) == [finance.user_id]


def test_lead_from_the_proof_to_the_money(visit, finance) -> None:
    one = visit(2, 9)
    text = log_in(finance).get(f"/evidence/visits/{one.pk}/").content.decode()
    assert f"/claims/of-visit/{one.pk}/" in text


def test_hide_visits_of_other_places_and_those_that_were_not_done(visit, finance) -> None:
    waiting = visit(3, 9, state="assigned", started_at=None, ended_at=None, minutes_counted=None, is_proved=False)
    one = visit(2, 9)
    elsewhere = story.actor("finance_officer", "finance2", area="310101000000")
    assert log_in(finance).get(f"/evidence/visits/{waiting.pk}/").status_code == 404
    assert log_in(elsewhere).get(f"/evidence/visits/{one.pk}/").status_code == 404
    assert log_in(story.actor("carer", "carer9")).get(f"/evidence/visits/{one.pk}/").status_code == 403
    assert not Read.objects.filter(subject__startswith="visit:").exists()
