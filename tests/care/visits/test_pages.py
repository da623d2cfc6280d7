"""Pages of orders and visits, as the desk, an office and an older person use them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.signing_in import log_in
from yinling.care.orders.actions import offering, ordering
from yinling.care.orders.models import Order, Rest
from yinling.care.visits.actions import assigning, ending, scheduling
from yinling.care.visits.models import Trouble, Visit
from yinling.foundation.outbox.models import Notice


@pytest.fixture
def visit(person, provider, clerk, office):
    """A visit of today, whose order the provider took."""
    now, today = timezone.now(), timezone.localdate()
    wanted = ordering.Wanted(
        "meal_help", today, 540, 660, 30, until=today + timedelta(days=3), weekdays=tuple(range(7))
    )
    made = ordering.place(wanted, person_id=person.pk, source="desk", by=clerk, at=now)
    offering.offer(order_id=made.pk, provider_id=provider.pk, by=clerk, at=now)
    offering.answer(order_id=made.pk, is_accepted=True, by=office, at=now)
    scheduling.schedule(from_=today, until=today + timedelta(days=3), by=office, at=now)
    return Visit.objects.get(on=today)


def test_takes_an_order_at_the_desk_and_puts_it_to_a_provider(person, provider, clerk, office) -> None:
    desk = log_in(clerk)
    form = {
        "service_code": "meal_help", "from_day": timezone.localdate(), "weekdays": ["0", "2"], "window_from": "09:00",
        "window_until": "11:00", "minutes": "30", "carers": "1",
    }  # fmt: skip
    assert desk.post(f"/orders/people/{person.pk}/new/", {**form, "window_until": "08:00"}).status_code == 422
    answer = desk.post(f"/orders/people/{person.pk}/new/", form, follow=True)
    order = Order.objects.get()
    assert "待派单" in answer.content.decode()
    assert (order.weekdays, order.window_from, order.source) == ([0, 2], 540, "desk")
    desk.post(f"/orders/{order.pk}/offer", {"offer-provider_id": provider.pk})
    taken = log_in(office).post(f"/orders/{order.pk}/answer", {"answer-is_accepted": "1"}, follow=True)
    assert "服务中" in taken.content.decode()


def test_lead_to_whoever_may_be_sent_while_somebody_may(visit, office, clerk) -> None:
    way = f"/dayplans/visits/{visit.pk}/"
    assert way in log_in(office).get(f"/visits/{visit.pk}/").content.decode()
    assert way not in log_in(clerk).get(f"/visits/{visit.pk}/").content.decode()
    assert log_in(office).get(way).status_code == 200
    Visit.objects.filter(pk=visit.pk).update(state="cancelled", cause="other")
    assert way not in log_in(office).get(f"/visits/{visit.pk}/").content.decode()


def test_lists_the_day_and_refuses_other_offices(visit, office, clerk, provider) -> None:
    for actor in (office, clerk):
        text = log_in(actor).get("/visits/").content.decode()
        assert f"/visits/{visit.pk}/" in text
        assert (visit.provider.name in text) == (actor is clerk)  # an office knows its own name
        assert log_in(actor).get("/orders/").status_code == 200
        assert log_in(actor).get("/visits/troubles/").status_code == 200


def test_lists_a_day_by_time_and_says_which_day(visit, person, provider, clerk, office) -> None:
    wanted = ordering.Wanted("meal_help", timezone.localdate(), 480, 500, 30)
    made = ordering.place(wanted, person_id=person.pk, source="desk", by=clerk, at=visit.order.asked_at)
    offering.offer(order_id=made.pk, provider_id=provider.pk, by=clerk, at=timezone.now())
    offering.answer(order_id=made.pk, is_accepted=True, by=office, at=timezone.now())
    early, desk = Visit.objects.get(order=made), log_in(office)
    assert desk.get("/").headers["Location"] == "/visits/"
    text = desk.get("/visits/").content.decode()
    assert text.index(f"/visits/{early.pk}/") < text.index(f"/visits/{visit.pk}/")
    assert f'value="{timezone.localdate()}"' in text
    rest = desk.get(f"/visits/?after={early.pk}").content.decode()
    assert f"/visits/{visit.pk}/" in rest
    assert f"/visits/{early.pk}/" not in rest[rest.index("<table") :]  # above it stands who waits too long by now


def test_shows_what_waits_and_what_was_wished(visit, person, provider, clerk, office) -> None:
    today = timezone.localdate()
    wanted = ordering.Wanted("meal_help", today, 1400, 1420, 30, weekdays=tuple(range(7)), skips_holidays=True)
    made = ordering.place(wanted, person_id=person.pk, source="desk", by=clerk, at=timezone.now())
    assert "等您办理" in log_in(clerk).get("/orders/").content.decode()
    assert "等您办理" not in log_in(office).get("/orders/").content.decode()
    offering.offer(order_id=made.pk, provider_id=provider.pk, by=clerk, at=timezone.now())
    text = log_in(office).get("/orders/").content.decode()
    assert "等您办理" in text
    assert provider.name not in text.split("<main")[1]
    assert text.index(f"/orders/{made.pk}/") < text.index(f"/orders/{visit.order_id}/")
    page = log_in(office).get(f"/orders/{made.pk}/").content.decode()
    assert "每天" in page
    assert "节假日不上门" in page


def test_hangs_a_code_and_registers_a_rest(visit, person, clerk) -> None:
    desk = log_in(clerk)
    shown = desk.post(f"/visits/people/{person.pk}/door/")
    assert "no-store" in shown["Cache-Control"]
    assert "作废" in shown.content.decode()
    desk.post(f"/orders/people/{person.pk}/rests/new/", {"reason": "hospital", "from_": timezone.localdate()})
    assert Visit.objects.filter(state="cancelled", cause="hospital").count() == 3
    rest = Rest.objects.get()
    assert "住院" in desk.get(f"/orders/people/{person.pk}/rests/new/").content.decode()
    assert desk.post(f"/orders/rests/{rest.pk}/end/", follow=True).status_code == 200


def test_tells_the_older_person_who_comes_and_takes_their_word(visit, elder, person) -> None:
    home = log_in(elder)
    assert "助餐" in home.get(f"/elder/{person.pk}/visits/").content.decode()
    home.post(f"/elder/visits/{visit.pk}/confirmation")
    visit.refresh_from_db()
    assert visit.is_confirmed
    home.post(f"/elder/visits/{visit.pk}/refusal")
    visit.refresh_from_db()
    assert visit.state == "refused"
    assert home.post(f"/elder/visits/{visit.pk}/rating", {"score": "7"}).status_code == 404
    asked = {"service_code": "cleaning", "from_day": timezone.localdate(), "part": "pm", "weekly": "on"}
    home.post(f"/elder/{person.pk}/orders/new/", asked)
    order = Order.objects.get(source="elder")
    assert (order.weekdays, order.window_from, order.state) == ([timezone.localdate().weekday()], 780, "open")


def test_says_who_is_in_trouble_and_where(visit, workers, carer, office, clerk) -> None:
    assigning.assign(assigning.Placing(visit.pk, (workers[0].pk,), 540), by=office, at=visit.order.asked_at)
    for number, kind in enumerate(("fall", "other")):
        ending.tell_trouble(
            visit_id=visit.pk, kind=kind, text="", key=f"trouble-{number}", by=carer, at=visit.order.asked_at
        )
    for actor in (office, clerk):
        text = log_in(actor).get("/visits/troubles/").content.decode()
        assert re.search(rf'href="/visits/{visit.pk}/">测\*\*，助餐', text)
        day = log_in(actor).get("/visits/").content.decode()
        assert re.search(r'href="/visits/troubles/"[^>]*>(<span[^>]*></span>)?异常情况 2', day)
    browser, trouble = log_in(office), Trouble.objects.get(kind="fall")
    browser.post(f"/visits/troubles/{trouble.pk}/", {"outcome": "已送医院，家属陪同"})
    text = browser.get("/visits/troubles/").content.decode()
    closed = text[text.index("处理过的") :]
    assert "测**" in closed
    assert "已送医院" in closed


def test_tells_the_office_of_a_visit_that_did_not_please_and_shows_what_was_said(visit, office, elder) -> None:
    Visit.objects.filter(pk=visit.pk).update(state="done", started_at=timezone.now(), ended_at=timezone.now())
    phone, desk, told = log_in(elder), log_in(office), Notice.objects.filter(text__contains="不满意")
    assert "老人评价" not in desk.get(f"/visits/{visit.pk}/").content.decode()
    phone.post(f"/elder/visits/{visit.pk}/rating", {"score": "3"})
    assert re.search(r"老人评价.*?>满意 ", desk.get(f"/visits/{visit.pk}/").content.decode(), re.DOTALL)
    assert not told.exists()
    phone.post(f"/elder/visits/{visit.pk}/rating", {"score": "1"})
    text = desk.get(f"/visits/{visit.pk}/").content.decode()
    assert re.search(r"老人评价.*?>不满意 ", text, re.DOTALL)
    assert elder.name not in text  # an office sees masked names
    assert told.get().link == f"/visits/{visit.pk}/"
