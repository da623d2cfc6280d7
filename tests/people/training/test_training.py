"""Courses, people trained once each, interns who stayed, contests that promote."""

from datetime import date, timedelta

import pytest

from tests.people.workforce.conftest import DISTRICT, number_of
from yinling.kernel.dates import day_of
from yinling.people.training import actions, queries
from yinling.people.training.domain.retention import has_finished, retention
from yinling.people.training.models import Trainee
from yinling.people.workforce.queries import lists


@pytest.fixture
def open_course(areas, bureau, at):
    def opened(name: str = "继续教育", **given: object):
        today = day_of(at)
        kept = {"audience": "caregiver", "area": DISTRICT, "organiser": "学校", "starts_on": today - timedelta(days=9),
                "ends_on": today, "hours": 12, "places": 3, **given}  # fmt: skip
        return actions.open_course(actions.CourseDetails(name, **kept), by=bureau, at=at)

    return opened


@pytest.mark.parametrize(
    ("ended", "retained", "percent", "state"),
    [(4, 2, 50, "met"), (5, 2, 50, "missed"), (3, 2, 50, "met"), (0, 0, 50, "open"), (4, 2, None, "unknown")],
)
def test_meet_the_share_of_those_who_stayed_exactly(ended: int, retained: int, percent: int | None, state: str) -> None:
    assert retention(ended=ended, retained=retained, percent_min=percent).state == state


def test_finish_a_course_by_hours_and_the_last_exam() -> None:
    assert has_finished(attended_hours=12, course_hours=12, exams=[])
    assert has_finished(attended_hours=12, course_hours=12, exams=[False, True])
    assert not has_finished(attended_hours=12, course_hours=12, exams=[True, False])
    assert not has_finished(attended_hours=11, course_hours=12, exams=[True])


def test_count_people_trained_once(open_course, employ, offices, bureau, at) -> None:
    worker, today = employ(1), day_of(at)
    for name in ("一期", "二期"):
        course = open_course(name)
        actions.admit_workers(course_id=course.pk, worker_ids=[worker.pk], by=offices[0], at=at)
        actions.admit_workers(course_id=course.pk, worker_ids=[worker.pk], by=offices[0], at=at)
        [trainee] = course.trainees.all()
        for day in range(2):
            actions.attend(
                course_id=course.pk, attended_on=today - timedelta(days=day), hours={trainee.pk: 6}, by=bureau, at=at
            )  # fmt: skip
    found = {row.audience: row for row in queries.trained(bureau, year=today.year)}
    assert (found["caregiver"].people, found["caregiver"].attended) == (1, 4)
    assert found["family"].people == 0
    [row] = queries.trainee_rows(course, actor=offices[0])
    assert (row.hours, row.is_finished) == (12, True)
    assert queries.trainee_rows(course, actor=offices[1]) == []


def test_count_a_relative_once_without_keeping_the_number(open_course, bureau, at) -> None:
    course = open_course(audience="family")
    for _ in range(2):
        actions.admit_relative(course_id=course.pk, name="陈女士", id_number=number_of(7), by=bureau, at=at)
    trainee = Trainee.objects.get()
    assert number_of(7) not in (trainee.person_index, trainee.name)
    with pytest.raises(actions.TrainingRefused):
        actions.admit_relative(course_id=course.pk, name="陈女士", id_number="123", by=bureau, at=at)


def test_take_no_more_than_the_places_and_only_own_people(open_course, employ, offices, at) -> None:
    course, stranger = open_course(places=1), employ(9, place=1)
    assert actions.admit_workers(course_id=course.pk, worker_ids=[stranger.pk], by=offices[0], at=at) == 0
    with pytest.raises(actions.TrainingRefused, match="名额"):
        actions.admit_workers(course_id=course.pk, worker_ids=[employ(1).pk, employ(2).pk], by=offices[0], at=at)
    with pytest.raises(actions.NotAllowed):
        actions.attend(course_id=course.pk, attended_on=day_of(at), hours={}, by=offices[0], at=at)


def test_record_attendance_within_the_course_and_scores_in_range(open_course, bureau, at) -> None:
    course = open_course()
    with pytest.raises(actions.TrainingRefused):
        actions.attend(
            course_id=course.pk, attended_on=course.starts_on - timedelta(days=1), hours={}, by=bureau, at=at
        )
    with pytest.raises(actions.TrainingRefused):
        actions.examine(course_id=course.pk, held_on=day_of(at), results={1: (101, True)}, by=bureau, at=at)


def test_believe_only_interns_who_work_there(employ, offices, operators, bureau, at) -> None:
    kept, today = employ(1, name="留用甲"), day_of(at)
    batch = actions.begin_internship(
        provider_id=operators[0].pk, school="卫校", period=(today - timedelta(days=90), today),
        names=["留用甲", "留用乙"], by=offices[0], at=at,
    )  # fmt: skip
    first, second = batch.interns.order_by("pk")
    with pytest.raises(actions.TrainingRefused, match="留用乙"):
        actions.end_internship(internship_id=batch.pk, outcomes={second.pk: "retained"}, by=offices[0], at=at)
    outcomes = {first.pk: "retained", second.pk: "not_retained"}
    actions.end_internship(internship_id=batch.pk, outcomes=outcomes, by=offices[0], at=at)
    first.refresh_from_db()
    assert first.worker_id == kept.pk
    rule = queries.RetentionRule(50, "BS-17", "", is_in_use=False)
    [row] = queries.internship_rows(list(queries.internships_visible(bureau)), rule=rule)
    assert (row.retention.ended, row.retention.retained, row.retention.state) == (2, 1, "met")
    assert not queries.internships_visible(offices[1]).exists()
    with pytest.raises(actions.NotAllowed):
        actions.end_internship(internship_id=batch.pk, outcomes=outcomes, by=offices[1], at=at)


def test_end_no_internship_before_its_time(employ, offices, operators, at) -> None:
    employ(1, name="留用甲")
    today = day_of(at)
    batch = actions.begin_internship(
        provider_id=operators[0].pk, school="卫校", period=(today, today + timedelta(days=90)), names=["留用甲"],
        by=offices[0], at=at,
    )  # fmt: skip
    with pytest.raises(actions.TrainingRefused, match="期满"):
        actions.end_internship(
            internship_id=batch.pk, outcomes={batch.interns.get().pk: "retained"}, by=offices[0], at=at
        )  # fmt: skip


def test_take_the_share_from_a_document(settings) -> None:
    settings.PACK, settings.ADOPTED_PACKS = "baoshan-2019", []
    rule = queries.retention_rule(date(2026, 3, 2))
    assert rule
    assert (rule.percent_min, rule.clause, rule.is_in_use) == (50, "BS-17", True)
    settings.PACK = "qingpu-2021"
    rule = queries.retention_rule(date(2026, 3, 2))
    assert rule
    assert not rule.is_in_use


def test_promote_a_winner_by_a_certificate(employ, bureau, offices, at) -> None:
    worker, today = employ(1), day_of(at)
    contest = actions.hold_contest(name="技能竞赛", area=DISTRICT, held_on=today, organiser="协会", by=bureau, at=at)
    for _ in range(2):
        actions.place(contest_id=contest.pk, worker_id=worker.pk, title="一等奖", level="level_3", by=bureau, at=at)
    assert worker.qualifications.filter(kind="caregiver", level="level_3").count() == 1
    [row] = lists.find_workers(lists.Wanted(), actor=bureau, on=today).rows
    assert row.level_words == "三级／高级工"
    with pytest.raises(actions.NotAllowed):
        actions.place(contest_id=contest.pk, worker_id=worker.pk, title="自封", level="", by=offices[0], at=at)


def test_show_training_pages_to_bureau_and_office(open_course, employ, desk, at, bureau, offices) -> None:
    worker, course = employ(1), open_course()
    actions.admit_workers(course_id=course.pk, worker_ids=[worker.pk], by=offices[0], at=at)
    browser = desk("bureau_reviewer", area=DISTRICT)
    for address in ("", "new/", f"{course.pk}/", f"{course.pk}/attendance/", f"{course.pk}/exam/", "internships/",
                    f"{course.pk}/admission/", f"{course.pk}/relatives/", "contests/", "contests/new/"):  # fmt: skip
        assert browser.get(f"/training/{address}").status_code == 200, address
    assert worker.name in browser.get(f"/training/{course.pk}/").content.decode()
    given = {"name": "技能竞赛", "area": DISTRICT, "held_on": "2026-03-01", "organiser": "协会"}
    assert browser.post("/training/contests/new/", given).status_code == 302
    answer = browser.post(f"/training/{course.pk}/attendance/", {"attended_on": "2031-01-01"})
    assert answer.status_code == 400
