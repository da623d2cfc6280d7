"""What an older person says of visits and of who may see them: by themself, and by telephone through the desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.care import story
from tests.care.visits.conftest import carer, clerk, code, elder, office, person, provider, workers
from tests.portals.field.conftest import visit
from tests.signing_in import log_in
from yinling.care.visits.models import Rating, Visit, VisitRecord
from yinling.people.registry.actions import grant_mandate
from yinling.people.registry.models import Mandate
from yinling.portals.elder.visits import SCORES

__all__ = ["carer", "clerk", "code", "elder", "office", "person", "provider", "visit", "workers"]


@pytest.fixture
def family(person, clerk):
    """A daughter's log-in, to whom the older person gave a mandate."""
    made = story.actor("agent", "daughter")
    grant_mandate(
        person_id=person.pk, agent_user_id=made.user_id, relation="family", valid_from=timezone.localdate(), by=clerk,
        at=timezone.now(),
    )  # fmt: skip
    return made


def over(**changed) -> None:
    """The visit has been."""
    now = timezone.now()
    Visit.objects.update(state="done", started_at=now, ended_at=now, minutes_counted=30, **changed)


def test_write_what_a_caller_says_into_the_same_visit(visit, person, clerk) -> None:
    desk = log_in(clerk)
    assert "来电" in desk.get(f"/calls/people/{person.pk}/").content.decode()
    assert desk.post(f"/calls/visits/{visit.pk}/confirmation").url == f"/calls/people/{person.pk}/"
    visit.refresh_from_db()
    assert visit.is_confirmed
    desk.post(f"/calls/visits/{visit.pk}/refusal")
    visit.refresh_from_db()
    assert (visit.state, visit.cause) == ("refused", "elder_refused")
    assert VisitRecord.objects.filter(visit=visit, by_user_id=clerk.user_id).values_list("verb", flat=True).count() == 2


def test_rate_by_telephone_or_in_one_touch(visit, clerk, elder) -> None:
    over(on=timezone.localdate() - timedelta(days=1))
    log_in(clerk).post(f"/calls/visits/{visit.pk}/rating", {"score": "2"})
    assert Rating.objects.get().score == 2
    page = log_in(elder).post(f"/elder/visits/{visit.pk}/rating", {"score": "3"}, follow=True).content.decode()
    assert Rating.objects.get().score == 3
    assert "谢谢您的评价" in page
    assert "更早的和评过的" in page


def test_answer_no_other_desk(visit, person) -> None:
    far = log_in(story.clerk("310118103"))
    assert far.get(f"/calls/people/{person.pk}/").status_code == 404
    assert far.post(f"/calls/visits/{visit.pk}/refusal").status_code == 404
    assert not Rating.objects.exists()


def test_offer_the_scores_that_the_record_knows() -> None:
    known = Rating._meta.get_field("score").choices
    assert [(score, str(words)) for score, words in SCORES] == [(score, str(words)) for score, words in known]


def test_show_the_family_only_what_the_person_allows(visit, person, elder, family) -> None:
    daughter, home = log_in(family), log_in(elder)
    assert daughter.get(f"/elder/{person.pk}/visits/").status_code == 200
    page = home.get("/elder/mandates/").content.decode()
    assert family.name in page
    mandate = Mandate.objects.get()
    assert daughter.post(f"/elder/mandates/{mandate.pk}/end/").status_code == 403
    home.post(f"/elder/mandates/{mandate.pk}/end/")
    assert daughter.get(f"/elder/{person.pk}/visits/").status_code == 404
    assert daughter.get(f"/elder/{person.pk}/account/").status_code == 404
    mandate.refresh_from_db()
    assert (mandate.revoked_by_name, mandate.reason) == (elder.name, "老人本人在网上收回")
    assert home.post(f"/elder/mandates/{mandate.pk}/end/").status_code == 404


def test_take_back_no_other_persons_mandate(person, family) -> None:
    stranger = log_in(story.actor("older_person", "stranger", person_id=story.person()))
    mandate = Mandate.objects.get()
    assert stranger.post(f"/elder/mandates/{mandate.pk}/end/").status_code == 404
    assert stranger.get("/elder/mandates/").content.decode().count(family.name) == 0


def test_begin_the_first_page_with_who_comes_today(visit, elder, workers) -> None:
    page = log_in(elder).get("/elder/").content.decode()
    assert workers[0].name in page
    over()
    assert "来过了" in log_in(elder).get("/elder/").content.decode()
    Visit.objects.update(on=timezone.localdate() - timedelta(days=1))
    assert "今天没有人上门" in log_in(elder).get("/elder/").content.decode()
