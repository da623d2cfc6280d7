"""A notice, an objection, its examination and its answer, as people at their pages do it."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.needs.cycles import story
from tests.needs.hearings.people import ACCOUNT, on
from yinling.foundation.access.models import Post, User
from yinling.foundation.audit.models import Change, Read
from yinling.foundation.outbox.models import Notice
from yinling.gateways.append_only import WrittenOnce
from yinling.kernel.actor import PUBLIC
from yinling.needs.enrolments import actions as enrolments
from yinling.needs.enrolments.models import Enrolment
from yinling.needs.hearings import actions
from yinling.needs.hearings.domain import refusals
from yinling.needs.hearings.models import BenefitHold, BenefitNotice, BenefitObjection, NoticedLine
from yinling.needs.hearings.queries.notices import candidates, notice_view, public_notice
from yinling.needs.hearings.queries.objections import objection_counts, objection_list, objections_visible

pytestmark = pytest.mark.django_db
NO = actions.Decision(False, "不属实")
SAID = {"name": "李四", "contact": "19900000001", "text": "他已经搬到外区"}


def become(actor) -> Client:
    """The browser of somebody who acted before."""
    client = Client()
    user = User.objects.get(pk=actor.user_id)
    Post.objects.get_or_create(
        user=user, role=actor.role, area=actor.area if actor.area != "-" else "", valid_from=date(2020, 1, 1),
        person_id=actor.person_id, organisation_id=None,
    )  # fmt: skip
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def _no_code(settings):
    settings.STAFF_CODE_REQUIRED = False


@pytest.fixture
def today_notice(office, enrolment):
    """A notice that stands today."""
    fresh = story.make("王小明", birth="1951-06-06", serial=9, **ACCOUNT)
    recent = story.enrol(fresh, "allowance", f"{timezone.localdate().replace(day=1)}", at=timezone.now())
    return actions.publish(enrolment_ids=[recent.pk], by=office.clerk, at=timezone.now())


def test_show_masked_names_until_the_last_working_day(office, enrolment) -> None:
    notice = office.publish(
        enrolment
    )  # in the New Year holiday; Sunday the 4th is worked, so the fifth day is Thursday the 8th
    assert notice.open_until == date(2026, 1, 9)
    line = notice.lines.get()
    assert (line.name_masked, line.town, line.monthly_fen, line.clause) == ("张**", story.TOWN, 10_000, "T-1")
    assert public_notice(notice.pk, on=date(2026, 1, 8)).lines
    over = public_notice(notice.pk, on=date(2026, 1, 9))
    assert (over.is_open, over.lines, over.is_unaltered) == (False, (), True)
    with pytest.raises(refusals.NoticeOver):
        office.object(notice, day="2026-01-09")


def test_prove_what_was_published(office, enrolment) -> None:
    notice = office.publish(enrolment)
    kept = Change.objects.get(verb="hearings.publish")
    assert kept.after["sha256"] == notice.digest
    view = notice_view(notice.pk, actor=office.examiner, on=date(2027, 1, 1))
    assert view.is_unaltered
    assert [line.name_masked for line in view.lines] == ["张**"]
    with pytest.raises(WrittenOnce):
        notice.lines.get().delete()
    with pytest.raises(WrittenOnce):
        NoticedLine.objects.update(monthly_fen=1)
    NoticedLine.objects.bulk_create([
        NoticedLine(
            notice=notice, enrolment=story.enrol(story.make("丁", serial=7), "allowance"), person=enrolment.person,
            name_masked="赵*", town=story.TOWN, pack=story.PACK, programme="allowance",
        )
    ])  # fmt: skip
    assert not notice_view(notice.pk, actor=office.examiner, on=date(2027, 1, 1)).is_unaltered


def test_offer_for_a_notice_only_what_no_notice_has_shown(office, enrolment, person) -> None:
    old = story.make("老名单", serial=5)
    enrolments.enrol(
        person_id=old.pk, programme="allowance", since=date(2026, 1, 1), reason="transferred", by=story.BY, at=story.AT,
        pack=story.PACK,
    )  # fmt: skip
    assert [each.person_id for each in candidates(actor=office.clerk, on=date(2026, 1, 6))] == [person.pk]
    office.publish(enrolment)
    assert not candidates(actor=office.clerk, on=date(2026, 1, 6))
    with pytest.raises(refusals.NotPublishable):
        office.publish(enrolment)


def test_offer_those_who_are_new_in_an_approved_month(office, enrolment, person) -> None:
    office.month("2026-01")
    second = story.make("乙", serial=3, **ACCOUNT)
    story.enrol(second, "allowance", "2026-02-01")
    february = office.month("2026-02")
    found = candidates(actor=office.clerk, on=date(2026, 2, 6), cycle_id=february.pk)
    assert [each.person_id for each in found] == [second.pk]


def test_use_the_days_that_the_bureau_set_with_their_source(office, enrolment) -> None:
    actions.set_term(
        name="notice_days",
        days=2,
        valid_from=date(2026, 1, 1),
        source="民发1号",
        by=office.checker,
        at=story.AT,
    )
    notice = office.publish(enrolment)
    assert (notice.open_until, notice.days_verified, notice.days_source) == (date(2026, 1, 6), True, "民发1号")
    with pytest.raises(refusals.NotPermitted):
        actions.set_term(
            name="notice_days", days=1, valid_from=date(2026, 1, 1), source="无", by=office.clerk, at=story.AT
        )


def test_object_on_the_public_page_and_learn_the_outcome_by_code(today_notice, client, office) -> None:
    text = client.get(reverse("public:benefit_notices")).content.decode()
    assert "王**" in text
    assert "王小明" not in text
    assert client.get(reverse("public:benefit_notices") + "?area=310118002").content.decode().count("王**") == 0
    line = today_notice.lines.get().pk
    answer = client.post(reverse("public:benefit_objection", args=[line]), SAID)
    objection = BenefitObjection.objects.get()
    assert answer["Location"] == reverse("public:benefit_objection_state", args=[objection.code])
    assert "正在核查" in client.get(answer["Location"]).content.decode()
    assert objection.hold.reason
    assert today_notice.openings.get().count == 1
    told = Notice.objects.filter(person_id=objection.person_id).get()
    assert "李四" not in told.text
    assert "停付" in told.text
    raw = BenefitObjection.objects.filter(pk=objection.pk).extra(select={"sealed": "text"}).values("sealed").get()
    assert "搬到" not in raw["sealed"]


def test_take_a_few_objections_an_hour_from_one_visitor(today_notice, client) -> None:
    url = reverse("public:benefit_objection", args=[today_notice.lines.get().pk])
    assert client.post(url, {**SAID, "text": ""}).status_code == 422
    assert [client.post(url, {**SAID, "text": f"理由{n}"}).status_code for n in range(4)] == [302, 302, 302, 422]
    assert BenefitObjection.objects.count() == 3


def test_count_the_same_words_once(office, enrolment) -> None:
    notice = office.publish(enrolment)
    assert office.object(notice).pk == office.object(notice).pk


def test_examine_at_the_desk_by_somebody_else(office, enrolment, person) -> None:
    objection = office.object(office.publish(enrolment))
    browser = become(office.examiner)
    listed = browser.get(reverse("hearings:objections")).content.decode()
    assert "没看过" in listed
    page = browser.get(reverse("hearings:objection", args=[objection.pk])).content.decode()
    assert "已经搬走" in page
    assert Read.objects.filter(subject=f"objection:{objection.pk}", user_id=office.examiner.user_id).exists()
    assert objection_counts(actor=office.examiner, on=date(2026, 1, 8))["new"] == 0
    url = reverse("hearings:decision", args=[objection.pk])
    wrong = browser.post(url, {"result": "upheld", "remedy": "ended", "finding": "属实"})
    assert wrong.status_code == 422
    done = browser.post(url, {"result": "dismissed", "remedy": "", "finding": "人户一致"})
    assert done.status_code == 302
    objection.refresh_from_db()
    assert (objection.state, objection.decided_by_id) == ("dismissed", office.examiner.user_id)
    assert BenefitHold.objects.get().released_at
    assert objection_counts(actor=office.clerk, on=date(2026, 1, 8))["reply"] == 1
    become(office.clerk).post(reverse("hearings:reply", args=[objection.pk]))
    objection.refresh_from_db()
    assert objection.replied_by_name == office.clerk.name
    texts = " ".join(Notice.objects.values_list("text", flat=True))
    assert "停付的钱会在下一次发放时补上" in texts
    assert f"异议 {objection.code} 已处理，请按留下的联系方式答复提出人" in texts


def test_let_nobody_examine_what_they_published_or_decided(office, person) -> None:
    mine = enrolments.enrol(
        person_id=person.pk, programme="allowance", since=date(2026, 1, 1), reason="application", by=office.checker,
        at=story.AT, pack=story.PACK,
    )  # fmt: skip
    notice = actions.publish(enrolment_ids=[mine.pk], by=office.drafter, at=on("2026-01-02"))
    objection = office.object(notice)
    for barred in (office.checker, office.drafter):
        with pytest.raises(refusals.SamePerson):
            actions.decide(
                objection_id=objection.pk, decision=actions.Decision(False, "不属实"), by=barred, at=on("2026-01-06")
            )
    with pytest.raises(refusals.NotPermitted):
        actions.decide(objection_id=objection.pk, decision=NO, by=office.clerk, at=on("2026-01-06"))
    office.decide(objection, "2026-01-06")
    with pytest.raises(refusals.AlreadyDecided):
        office.decide(objection, "2026-01-07")


def test_let_no_other_door_release_what_is_held(office, enrolment) -> None:
    office.object(office.publish(enrolment))
    for reason in ("objection", ""):
        with pytest.raises(enrolments.StepRefused, match="异议正在核查"):
            enrolments.resume(
                enrolment_id=enrolment.pk, reason=reason, from_=date(2026, 1, 1), by=office.checker, at=on("2026-01-06")
            )
    assert not office.draft("2026-01").cyclerows.exists()


def test_write_an_objection_down_for_a_caller(office, enrolment) -> None:
    browser = become(office.clerk)
    answer = browser.post(reverse("hearings:caller", args=[enrolment.pk]), {**SAID, "questioned_from": "2026-03-01"})
    objection = BenefitObjection.objects.get()
    assert answer["Location"] == reverse("hearings:objection", args=[objection.pk])
    assert (objection.raised_by_id, objection.line, objection.hold.held_from) == (
        office.clerk.user_id, None, date(2026, 3, 1)
    )  # fmt: skip


def test_dispute_ones_own_sum_without_losing_it(office, enrolment, person) -> None:
    elder = story.someone("older_person", "-")
    elder = type(elder)(**{**vars(elder), "person_id": person.pk})
    browser = become(elder)
    url = reverse("elder:benefit_objection", args=[story.PACK, "allowance"])
    assert browser.get(url).status_code == 200
    assert browser.post(url, {"text": "少了一百元"}).status_code == 302
    objection = BenefitObjection.objects.get()
    assert (objection.kind, objection.hold, objection.enrolment_id) == ("own", None, enrolment.pk)
    assert len(office.month("2026-01").cyclerows.all()) == 1
    assert "您提出的异议" in browser.get(reverse("elder:benefit", args=[story.PACK, "allowance"])).content.decode()


def test_enrol_when_a_refusal_was_wrong(office, person) -> None:
    elder = type(PUBLIC)(**{**vars(story.someone("older_person", "-")), "person_id": person.pk})
    objection = actions.object_to_own(
        person_id=person.pk, pack=story.PACK, programme="allowance", grievance=actions.Grievance("我符合"), by=elder,
        at=on("2026-01-06"),
    )  # fmt: skip
    office.decide(objection, "2026-01-08", "enrolled", "2026-01-01")
    assert Enrolment.objects.get(person=person).since == date(2026, 1, 1)
    assert any("我符合" not in n.text and "登记享受" in n.text for n in Notice.objects.filter(person_id=person.pk))


def test_tell_the_older_person_nothing_of_who_objected(office, enrolment, person) -> None:
    office.object(office.publish(enrolment))
    elder = type(PUBLIC)(**{**vars(story.someone("older_person", "-")), "person_id": person.pk})
    assert not objections_visible(elder, on=date(2026, 1, 6)).exists()
    page = become(elder).get(reverse("elder:benefit", args=[story.PACK, "allowance"])).content.decode()
    assert "先停付" in page
    assert "李四" not in page


def test_list_what_is_past_its_day(office, enrolment) -> None:
    objection = office.object(office.publish(enrolment))
    due = objection.due_on
    assert not objection_list("late", actor=office.examiner, on=due)
    late = objection_list("late", actor=office.examiner, on=due + timedelta(days=3))
    assert [(line.id, line.late.is_late) for line in late] == [(objection.pk, True)]


def test_keep_other_towns_out(office, enrolment) -> None:
    objection, other = office.object(office.publish(enrolment)), story.someone("town_clerk", story.OTHER_TOWN)
    browser = become(other)
    assert browser.get(reverse("hearings:objection", args=[objection.pk])).status_code == 404
    assert browser.get(reverse("hearings:caller", args=[enrolment.pk])).status_code == 404
    with pytest.raises(refusals.NotPublishable):
        actions.publish(enrolment_ids=[enrolment.pk], by=other, at=on("2026-01-02"))


def test_show_what_is_held_on_the_pages_of_person_and_month(office, enrolment, person) -> None:
    office.object(office.publish(enrolment))
    browser = become(office.examiner)
    january = office.draft("2026-01", at=on("2026-01-08"))
    assert re.search("因异议停付：1 笔", browser.get(reverse("cycles:cycle", args=[january.pk])).content.decode())
    assert "因异议停付" in browser.get(reverse("cycles:person", args=[person.pk])).content.decode()
    assert "因异议停付" in browser.get(reverse("registry:person", args=[person.pk])).content.decode()


def test_publish_from_the_page(office, enrolment) -> None:
    fresh = story.enrol(story.make("丙", serial=4, **ACCOUNT), "allowance", "2026-01-01", at=timezone.now())
    browser = become(office.clerk)
    assert browser.get(reverse("hearings:publishing")).status_code == 200
    answer = browser.post(reverse("hearings:publishing"), {"enrolments": [fresh.pk]})
    notice = BenefitNotice.objects.get()
    assert answer["Location"] == reverse("hearings:notice", args=[notice.pk])
    assert "和发布时一致" in browser.get(answer["Location"]).content.decode()
    assert browser.get(reverse("hearings:notices")).status_code == 200
    assert become(office.examiner).get(reverse("hearings:terms")).status_code == 200
    assert browser.get(reverse("hearings:terms")).status_code == 403
