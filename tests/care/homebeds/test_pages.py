"""Pages of home beds and respite: the desk and the provider do their parts in the browser."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.care.plans.conftest import clerk, elder, outsider, person, provider, staff  # noqa: F401
from tests.signing_in import log_in
from yinling.care.homebeds.models import HomeBed
from yinling.care.respite.models import Booking
from yinling.people.registry.actions import state_fact

pytestmark = pytest.mark.django_db


def test_apply_for_a_bed_and_be_told_what_is_missing(person, provider, clerk, staff):  # noqa: F811
    desk = log_in(clerk)
    assert "申请建床" in desk.get(f"/registry/people/{person.pk}/").content.decode()
    desk.post(f"/home-beds/new/?person={person.pk}", {"provider_id": provider.pk})
    bed = HomeBed.objects.get()
    told = log_in(staff).post(f"/home-beds/{bed.pk}/assess/", {"reason": ""}, follow=True).content.decode()
    assert "没有有效的能力评估结果" in told
    closing = {"on": timezone.localdate(), "reason": "不要了"}
    assert desk.post(f"/home-beds/{bed.pk}/close/", closing).status_code == 302
    assert "已撤床" in desk.get("/home-beds/?state=closed").content.decode()
    assert desk.post(f"/home-beds/{bed.pk}/nothing/").status_code == 404


def test_book_respite_at_home_and_answer_it(person, provider, clerk, staff, elder):  # noqa: F811
    home, day = log_in(elder), timezone.localdate() + timedelta(days=3)
    assert "现在还不能约" in home.get("/elder/respite/").content.decode()
    state_fact(
        person_id=person.pk, name="cared_by_family", value=True, valid_from=date(2026, 1, 1), by=clerk,
        at=timezone.now(), reason="上门了解",
    )  # fmt: skip
    assert "我要约" in home.get("/elder/respite/").content.decode()
    wish = {"form": "home", "provider_id": provider.pk, "from_on": day, "until_on": day + timedelta(days=2)}
    assert home.post(f"/elder/respite/people/{person.pk}/", wish).status_code == 302
    booking = Booking.objects.get()
    again = home.post(f"/elder/respite/people/{person.pk}/", wish)
    assert "已经预约过" in again.content.decode()
    assert log_in(staff).post(f"/respite/{booking.pk}/confirm/").status_code == 302
    assert "已安排" in home.get("/elder/respite/").content.decode()
    home.post(f"/elder/respite/{booking.pk}/cancellation/")
    booking.refresh_from_db()
    assert booking.state == "cancelled"
