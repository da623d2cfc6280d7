"""Registering, certifying, judging; who may be sent on a day and who is told."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from tests.people.conftest import actor
from tests.people.workforce.conftest import VILLAGE, certify, number_of
from yinling.foundation.audit.models import Change, Read
from yinling.foundation.outbox.models import Event
from yinling.kernel.dates import SHANGHAI, day_of
from yinling.people.workforce import actions, queries
from yinling.people.workforce.domain.refusals import NotAllowed, WorkerRefused
from yinling.people.workforce.models import Worker
from yinling.people.workforce.queries import lists

WEEK = [(day, *part) for day in range(7) for part in ((480, 720), (780, 1020))]


def absence(on: date, first: int = 0, last: int = 24) -> actions.AbsenceDetails:
    midnight = datetime(on.year, on.month, on.day, tzinfo=SHANGHAI)
    return actions.AbsenceDetails(midnight + timedelta(hours=first), midnight + timedelta(hours=last), "sick")


def test_register_own_people_sealed_and_masked(offices, operators, at) -> None:
    details = actions.WorkerDetails("王秀英", number_of(1), VILLAGE, date(2024, 1, 1), phone="13912345678")
    worker = actions.register_worker(details, provider_id=operators[0].pk, by=offices[0], at=at)
    with connection.cursor() as cursor:
        cursor.execute("select id_number, phone from workforce_worker")
        assert not any(number_of(1) in cell or "13912345678" in cell for cell in cursor.fetchone())
    assert (worker.gender, worker.born_on, worker.phone_masked) == ("female", date(1980, 1, 1), "139****5678")
    assert number_of(1) not in str(Change.objects.get(verb="workforce.register_worker").after)
    with pytest.raises(WorkerRefused, match="已登记"):
        actions.register_worker(details, provider_id=operators[0].pk, by=offices[0], at=at)


def test_refuse_to_enter_people_of_others(offices, operators, employ, bureau, at) -> None:
    details = actions.WorkerDetails("王秀英", number_of(1), VILLAGE, date(2024, 1, 1))
    for by in (offices[1], bureau):
        with pytest.raises(NotAllowed):
            actions.register_worker(details, provider_id=operators[0].pk, by=by, at=at)
    worker = employ(2)
    with pytest.raises(NotAllowed):
        actions.end_employment(worker_id=worker.pk, until=day_of(at), reason="x", by=offices[1], at=at)
    with pytest.raises(NotAllowed):
        actions.award_star(worker_id=worker.pk, year=2025, stars=3, reason="x", by=offices[0], at=at)


def test_refuse_a_wrong_number_and_a_foreign_site(offices, operators, at) -> None:
    wrong = actions.WorkerDetails("王秀英", number_of(1)[:14] + "999x", VILLAGE, date(2024, 1, 1))
    with pytest.raises(WorkerRefused):
        actions.register_worker(wrong, provider_id=operators[0].pk, by=offices[0], at=at)
    nowhere = actions.WorkerDetails("王秀英", number_of(1), VILLAGE, date(2024, 1, 1), site_id=999)
    with pytest.raises(WorkerRefused, match="站点"):
        actions.register_worker(nowhere, provider_id=operators[0].pk, by=offices[0], at=at)


def test_warn_where_two_providers_share_a_carer(employ, offices, bureau, at) -> None:
    one, other = employ(1), employ(1, place=1)
    today = day_of(at)
    assert [row.pk for row in lists.shared_with(one, on=today)] == [other.pk]
    found = lists.find_workers(lists.Wanted(state="shared"), actor=bureau, on=today)
    assert {row.worker.pk for row in found.rows} == {one.pk, other.pk}
    assert lists.figures(bureau, on=today).employed == 1
    actions.end_employment(worker_id=other.pk, until=today, reason="调走", by=offices[1], at=at)
    assert lists.shared_with(one, on=today) == []


def test_block_whoever_is_not_fit_and_say_why(employ, by, bureau, at) -> None:
    today = day_of(at)
    good, expired, bare, listed = employ(1), employ(2, health_days=-1), employ(3, health_days=None), employ(4)
    event = actions.note_integrity_event(
        worker_id=listed.pk, kind="listed", happened_on=today, facts="虚报", source_document="认定书", by=bureau, at=at
    )  # fmt: skip
    found = queries.fitness([one.pk for one in (good, expired, bare, listed)], skills=(), on=today)
    assert found[good.pk] == ()
    assert "过期" in found[expired.pk][0]
    assert found[bare.pk] == ("没有登记健康证明",)
    assert found[listed.pk] == ("已列入失信名单",)
    actions.lift_integrity_event(event_id=event.pk, reason="复核撤销", by=bureau, at=at)
    assert queries.standing([listed.pk], on=today)[listed.pk] == ()


def test_send_only_who_has_the_skill_and_its_licence(employ, by, at) -> None:
    worker, today = employ(1), day_of(at)
    with pytest.raises(WorkerRefused, match="执业证书"):
        actions.set_skills(worker_id=worker.pk, skills=["nursing"], by=by, at=at)
    certify(worker, "nurse", until=today + timedelta(days=10), by=by, at=at)
    actions.set_skills(worker_id=worker.pk, skills=["nursing", "bathing"], by=by, at=at)
    assert queries.fitness([worker.pk], skills=["nursing"], on=today)[worker.pk] == ()
    assert "没有登记技能“做饭”" in queries.fitness([worker.pk], skills=["cooking"], on=today)[worker.pk]
    later = queries.fitness([worker.pk], skills=["nursing"], on=today + timedelta(days=11))[worker.pk]
    assert any("依据的证书" in reason for reason in later)


def test_cut_a_shift_by_an_absence_and_announce_it(employ, offices, operators, at) -> None:
    worker, today = employ(1), day_of(at)
    actions.set_hours(worker_id=worker.pk, hours=WEEK, valid_from=date(2020, 1, 1), by=offices[0], at=at)
    assert [(s.starts, s.ends) for s in queries.shifts_on(operators[0].pk, on=today)] == [(480, 720), (780, 1020)]
    row = actions.record_absence(absence(today, 7, 10), worker_id=worker.pk, by=offices[0], at=at)
    assert actions.record_absence(absence(today, 7, 10), worker_id=worker.pk, by=offices[0], at=at).pk == row.pk
    assert [(s.starts, s.ends) for s in queries.shifts_on(operators[0].pk, on=today)] == [(600, 720), (780, 1020)]
    assert queries.standing([worker.pk], on=today)[worker.pk] == ()
    [event] = Event.objects.filter(kind="workforce.WorkerAbsent")
    assert event.payload["worker_id"] == worker.pk
    whole = actions.record_absence(absence(today), worker_id=worker.pk, by=offices[0], at=at)
    assert queries.shifts_on(operators[0].pk, on=today) == []
    assert queries.standing([worker.pk], on=today)[worker.pk] == ("当天请假",)
    for absence_id in (row.pk, whole.pk):
        actions.withdraw_absence(absence_id=absence_id, by=offices[0], at=at)
    assert len(queries.shifts_on(operators[0].pk, on=today)) == 2


def test_change_hours_from_a_day_on(employ, by, operators, at) -> None:
    worker, monday = employ(1), date(2026, 3, 2)
    actions.set_hours(worker_id=worker.pk, hours=[(0, 480, 720)], valid_from=date(2026, 1, 1), by=by, at=at)
    actions.set_hours(worker_id=worker.pk, hours=[(0, 600, 900)], valid_from=monday, by=by, at=at)
    assert [s.starts for s in queries.shifts_on(operators[0].pk, on=monday - timedelta(days=7))] == [480]
    assert [s.starts for s in queries.shifts_on(operators[0].pk, on=monday)] == [600]


def test_list_what_runs_out_unless_it_was_renewed(employ, by, offices, at) -> None:
    today = day_of(at)
    late, soon, renewed, fine = (employ(n, health_days=days) for n, days in ((1, -3), (2, 30), (3, 10), (4, 61)))
    certify(renewed, "health", until=today + timedelta(days=300), by=by, at=at)
    rows = lists.expiring(offices[0], on=today)
    assert [(row.qualification.worker_id, row.stage) for row in rows] == [(late.pk, "expired"), (soon.pk, "urgent")]
    assert lists.expiring(offices[1], on=today) == []
    assert fine.pk not in {row.qualification.worker_id for row in rows}


def test_leave_expired_certificates_out_of_the_certified_share(employ, by, bureau, at) -> None:
    today = day_of(at)
    for number, until in enumerate([None, today, today - timedelta(days=1)]):
        certify(employ(number), "caregiver", until=until, level="level_5", by=by, at=at)
    found = lists.figures(bureau, on=today)
    assert (found.caregivers, found.certified, found.percent) == (3, 2, "66.6")


def test_take_certificates_with_level_and_dates_only(employ, by, at) -> None:
    worker = employ(1)
    for details in (
        actions.CertificateDetails("caregiver", date(2020, 1, 1)),
        actions.CertificateDetails("nurse", date(2020, 1, 1), level="level_5"),
        actions.CertificateDetails("health", date(2020, 1, 1)),
        actions.CertificateDetails("nurse", date(2020, 1, 1), date(2019, 1, 1)),
        actions.CertificateDetails("nurse", date(2030, 1, 1)),
    ):
        with pytest.raises(WorkerRefused):
            actions.record_qualification(details, worker_id=worker.pk, by=by, at=at)
    assert worker.qualifications.count() == 1


def test_see_own_area_own_firm_or_oneself(employ, offices, bureau, make_user, at) -> None:
    mine, other = employ(1), employ(2, place=1, area="310118002001")
    user = make_user("carer", organisation_id=mine.provider_id)
    actions.link_log_in(worker_id=mine.pk, user_id=user.pk, by=offices[0], at=at)
    carer = actor("carer", organisation_id=mine.provider_id)
    carer = type(carer)(user.pk, "甲", "carer", "-", mine.provider_id, None, carer.permissions)
    seen = {
        name: set(queries.workers_visible(by).values_list("pk", flat=True))
        for name, by in {
            "bureau": bureau, "office": offices[1], "carer": carer, "clerk": actor("town_clerk", "310118001"),
            "firm": actor("adaptation_firm", organisation_id=mine.provider_id),
        }.items()
    }  # fmt: skip
    assert seen == {
        "bureau": {mine.pk, other.pk}, "office": {other.pk}, "carer": {mine.pk}, "clerk": {mine.pk}, "firm": set(),
    }  # fmt: skip
    assert queries.worker_of_user(user.pk) == mine.pk
    assert queries.worker_of_user(None) is None
    actions.record_absence(absence(day_of(at)), worker_id=mine.pk, by=carer, at=at)
    with pytest.raises(NotAllowed):
        actions.record_absence(absence(day_of(at)), worker_id=other.pk, by=carer, at=at)


def test_reveal_a_number_with_a_reason_on_record(employ, offices, at) -> None:
    worker = employ(1)
    with pytest.raises(WorkerRefused):
        actions.reveal(worker_id=worker.pk, field="phone", reason=" ", by=offices[0], at=at)
    assert actions.reveal(worker_id=worker.pk, field="id_number", reason="办社保", by=offices[0], at=at) == number_of(1)
    assert Read.objects.get().fields == ["id_number"]
    with pytest.raises(NotAllowed):
        actions.reveal(worker_id=worker.pk, field="leaving_reason", reason="x", by=offices[0], at=at)


def test_take_somebody_back_after_leaving(employ, offices, operators, at) -> None:
    worker = employ(1)
    actions.end_employment(worker_id=worker.pk, until=day_of(at), reason="回乡", by=offices[0], at=at)
    again = actions.WorkerDetails("护理员1", number_of(1), VILLAGE, day_of(at))
    back = actions.register_worker(again, provider_id=operators[0].pk, by=offices[0], at=at)
    assert [row.pk for row in lists.employments_of(back, actor=offices[0])] == [back.pk, worker.pk]
    assert Worker.objects.filter(employed_until=None).count() == 1
