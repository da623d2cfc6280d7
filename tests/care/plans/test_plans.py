"""A plan's life: written, proposed, agreed, changed in a new version, at rest, over; and who may do what."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.care.plans.conftest import AT, ON, item, outsider
from yinling.care.plans import actions, queries
from yinling.care.plans.domain import refusals
from yinling.care.plans.models import PlanItem, Version
from yinling.foundation.audit.models import Change
from yinling.foundation.outbox.models import Event

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=10)
FRIDAY = ON + timedelta(days=4)  # ON is a Monday


def due(on: date, provider_id: int | None = None) -> list[queries.DueItem]:
    return queries.items_on(on=on, provider_id=provider_id)


def test_agree_makes_visits_due_on_chosen_days_only(agreed, provider):
    [one] = due(ON, provider.pk)
    assert (one.service_code, one.minutes, one.window_from, one.skills) == ("personal_care", 60, 480, ("basic_care",))
    assert (one.person_id, one.provider_id, one.carers) == (agreed.person_id, provider.pk, 1)
    assert due(ON + timedelta(days=1)) == []
    assert len(due(FRIDAY)) == 1
    assert due(ON - timedelta(days=7)) == []
    assert due(ON, provider.pk + 1) == []


def test_owe_nothing_before_somebody_agrees(plan, staff):
    actions.put_item(item(), plan_id=plan.pk, by=staff, at=AT)
    assert due(ON) == []
    actions.propose(plan_id=plan.pk, by=staff, at=AT)
    assert due(ON) == []


def test_come_every_second_week(plan, staff, elder):
    actions.put_item(item("bath_help", 0, every_weeks=2, minutes=90), plan_id=plan.pk, by=staff, at=AT)
    actions.propose(plan_id=plan.pk, by=staff, at=AT)
    actions.agree(plan_id=plan.pk, by=elder, at=AT)
    assert [len(due(ON + timedelta(weeks=week))) for week in range(4)] == [1, 0, 1, 0]


def test_change_in_a_new_version_and_keep_the_old_one(agreed, staff, elder):
    actions.start_version(plan_id=agreed.pk, why="出院后需要更多", by=staff, at=LATER)
    content = actions.Content("康复", LATER.date() + timedelta(days=4), date(2026, 8, 1), "出院后需要更多")
    actions.write(content, plan_id=agreed.pk, by=staff, at=LATER)
    actions.put_item(item("bath_help", 0, 4, minutes=90), plan_id=agreed.pk, by=staff, at=LATER)
    actions.propose(plan_id=agreed.pk, by=staff, at=LATER)
    before, new_day = date(2026, 3, 13), date(2026, 3, 16)
    assert [each.service_code for each in due(new_day)] == ["personal_care"]  # the old version holds until agreed
    actions.agree(plan_id=agreed.pk, by=elder, at=LATER)
    assert [each.service_code for each in due(before)] == ["personal_care"]
    assert sorted(each.service_code for each in due(new_day)) == ["bath_help", "personal_care"]
    first, second = Version.objects.filter(plan=agreed).order_by("number")
    assert (first.state, first.in_force_until, second.state) == ("replaced", new_day, "agreed")
    assert list(first.items.values_list("service_code", flat=True)) == ["personal_care"]


def test_refuse_to_write_into_an_agreed_version(agreed, staff):
    with pytest.raises(refusals.WrongState):
        actions.put_item(item(), plan_id=agreed.pk, by=staff, at=LATER)
    assert PlanItem.objects.count() == 1


def test_refuse_to_start_a_second_version_while_one_is_written(agreed, staff):
    actions.start_version(plan_id=agreed.pk, why="试", by=staff, at=LATER)
    with pytest.raises(refusals.WrongState):
        actions.start_version(plan_id=agreed.pk, why="又试", by=staff, at=LATER)


def test_remember_who_agreed_and_how(agreed, elder):
    version = Version.objects.get()
    assert (version.agreed_by, version.agreed_as, version.agreed_how, version.agreed_at) == (
        elder.name,
        "elder",
        "page",
        AT,
    )
    assert Event.objects.filter(kind="plans.PlanAgreed").count() == 1
    assert Change.objects.filter(verb="plans.agree", subject=f"plan:{agreed.pk}").exists()


def test_write_down_that_a_guardian_agreed_by_telephone(plan, staff):
    actions.put_item(item(), plan_id=plan.pk, by=staff, at=AT)
    actions.propose(plan_id=plan.pk, by=staff, at=AT)
    with pytest.raises(refusals.NotPermitted):
        actions.agree(plan_id=plan.pk, by=staff, at=AT)
    agreement = actions.Agreement("女儿测某", "guardian", "phone")
    version = actions.agree(plan_id=plan.pk, agreement=agreement, by=staff, at=AT)
    assert (version.agreed_by, version.agreed_as, version.agreed_how) == ("女儿测某", "guardian", "phone")


def test_decline_sends_the_version_back_to_be_written(plan, staff, elder):
    actions.put_item(item(), plan_id=plan.pk, by=staff, at=AT)
    actions.propose(plan_id=plan.pk, by=staff, at=AT)
    with pytest.raises(refusals.PlanRefused):
        actions.decline(plan_id=plan.pk, reason=" ", by=elder, at=AT)
    actions.decline(plan_id=plan.pk, reason="下午来", by=elder, at=AT)
    with pytest.raises(refusals.WrongState):
        actions.agree(plan_id=plan.pk, by=elder, at=AT)
    [planned] = PlanItem.objects.all()
    actions.put_item(item(window_from=840, window_until=960), plan_id=plan.pk, item_id=planned.pk, by=staff, at=AT)
    assert PlanItem.objects.get().window_from == 840
    assert actions.propose(plan_id=plan.pk, by=staff, at=AT).state == "proposed"


def test_ask_nobody_to_agree_to_nothing(plan, staff):
    with pytest.raises(refusals.NothingPlanned):
        actions.propose(plan_id=plan.pk, by=staff, at=AT)


@pytest.mark.parametrize(
    "wrong", [{"weekdays": ()}, {"minutes": 300}, {"window_until": 500}], ids=["no day", "too long", "too narrow"]
)
def test_refuse_an_item_that_fits_no_day(plan, staff, wrong):
    given = {"service_code": "personal_care", "weekdays": (0,), "window_from": 480, "window_until": 720, "minutes": 60}
    with pytest.raises(refusals.DatesWrong):
        actions.put_item(actions.ItemDetails(**{**given, **wrong}), plan_id=plan.pk, by=staff, at=AT)


def test_end_from_a_day_on(agreed, staff):
    actions.end(plan_id=agreed.pk, on=FRIDAY, reason="入住养老院", by=staff, at=AT)
    assert due(ON) != []
    assert due(FRIDAY) == []
    with pytest.raises(refusals.WrongState):
        actions.start_version(plan_id=agreed.pk, why="试", by=staff, at=AT)


def test_open_one_plan_a_provider(plan, person, provider, clerk):
    with pytest.raises(refusals.AlreadyPlanned):
        actions.open_plan(person_id=person.pk, provider_id=provider.pk, by=clerk, at=AT)


def test_open_nothing_with_a_suspended_provider(person, provider, clerk):
    provider.status = "suspended"
    provider.save()
    with pytest.raises(refusals.ProviderUnfit):
        actions.open_plan(person_id=person.pk, provider_id=provider.pk, by=clerk, at=AT)


def test_let_no_other_provider_touch_or_see_it(agreed):
    stranger = outsider()
    with pytest.raises(refusals.NotPermitted):
        actions.end(plan_id=agreed.pk, on=FRIDAY, reason="x", by=stranger, at=AT)
    assert queries.plan_page(agreed.pk, actor=stranger, on=ON) is None
    assert queries.plan_lines(stranger, on=ON) == []


def test_list_what_is_to_be_reviewed_soon(agreed, clerk):
    assert queries.plan_lines(clerk, on=ON, is_due=True) == []
    due_on = Version.objects.get().review_due_on
    [line] = queries.plan_lines(clerk, on=due_on - timedelta(days=30), is_due=True)
    assert line.is_review_due


def test_hold_an_agreed_version_without_who_nowhere(plan):
    version = plan.versions.get()
    version.state = "agreed"
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()
