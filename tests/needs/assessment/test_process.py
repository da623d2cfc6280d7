"""From the request to the grade in the register, and everything that may happen on the way."""

from datetime import date, timedelta

import pytest
from django.apps import apps

from tests.needs.assessment.conftest import (
    HOME_AGENCY,
    PDF,
    SCALE,
    START,
    best_answers,
    worse,
)
from yinling.kernel.actor import machine
from yinling.kernel.dates import day_of
from yinling.needs.assessment import actions, queries
from yinling.needs.assessment.domain.refusals import (
    AlreadyOpen,
    AnswersConflict,
    AnswersIncomplete,
    NotComputed,
    NotPermitted,
    NotPossibleNow,
    NotQualified,
    ReasonNeeded,
    SamePerson,
    WindowClosed,
)
from yinling.needs.assessment.queries.assessments import AssessmentUnknown
from yinling.needs.grades.domain.refusals import GradeRefused
from yinling.people.registry import actions as registry
from yinling.people.registry.queries import facts_of

JOB = machine("到期自动办理")


def events(kind):
    return list(apps.get_model("outbox.Event").objects.filter(kind=f"assessment.{kind}").order_by("id"))


def notices(person):
    return [n.text for n in apps.get_model("outbox.Notice").objects.filter(person_id=person.pk).order_by("id")]


def test_state_the_grade_once_two_have_signed(story, person):
    result = story.completed(worse(30))
    assert (result.total, result.initial_grade, result.grade) == (60, 2, 2)
    assert facts_of(person.pk, on=day_of(result.at))["ability_grade"] == 2
    assert facts_of(person.pk, on=result.assessed_on - timedelta(days=1))["ability_grade"] is None
    assert result.valid_until == date(2026, 3, 5)
    (event,) = events("AssessmentSigned")
    assert (event.payload["grade"], event.payload["scale"], event.payload["person_id"]) == (2, SCALE, person.pk)
    assert any("中度失能，有效期至 2026-03-04" in text for text in notices(person))


def test_show_the_reasons_line_by_line(story, elder, clock):
    result = story.completed(worse(30), {"incidents_30d": 2})
    page = queries.assessment_page(result.assessment_id, actor=elder, at=clock.now)
    words = [line.words for line in page.result.reasons]
    assert len([line for line in page.result.reasons if line.kind == "item"]) == 26
    assert "总分 60 分，在 46—65 分之间：初步等级 2 级，中度失能" in words
    assert words[-1] == "最终等级：3 级，重度失能"
    assert page.result.adjustments == ("incidents_30d",)
    assert page.result.section_scores[0] == ("B.1", "自理能力", 2, 32)
    assert page.result.level.words == "重度失能"
    assert [line.name for line in page.result.signatures] == ["评估甲", "评估乙"]
    assert page.result.may_object


def test_keep_the_grade_from_one_name_alone(story, person, assessors, clock):
    row = story.assigned()
    version = story.filled(row)
    assert actions.sign(assessment_id=row.pk, version=version, by=assessors[0], at=clock.now) is None
    assert facts_of(person.pk, on=day_of(clock.now))["ability_grade"] is None
    with pytest.raises(NotPossibleNow, match="已经签过"):
        actions.sign(assessment_id=row.pk, version=version, by=assessors[0], at=clock.now)
    with pytest.raises(NotPossibleNow):
        actions.save_answers(
            assessment_id=row.pk, sheet=actions.Sheet("k2", version, best_answers()), by=assessors[1], at=clock.now
        )


def test_refuse_to_sign_what_is_half_filled_in(story, assessors, clock):
    row = story.assigned()
    answers = best_answers()
    del answers["B.3.4"]
    version = story.filled(row, answers)
    with pytest.raises(AnswersIncomplete) as refused:
        actions.sign(assessment_id=row.pk, version=version, by=assessors[0], at=clock.now)
    assert refused.value.faults == [("B.3.4", "“记忆”没有填写，每一项都要评")]


def test_refuse_an_impossible_answer_when_it_is_saved(story):
    row = story.assigned()
    with pytest.raises(AnswersIncomplete, match="“上下楼梯”只能是 0、1、2、3 分"):
        story.filled(row, {"B.2.4": 4})


def test_count_a_repeated_save_once(story, assessors, clock):
    row = story.assigned()
    sheet = actions.Sheet("same-key", 0, {"B.1.1": 3})
    first = actions.save_answers(assessment_id=row.pk, sheet=sheet, by=assessors[0], at=clock.now)
    again = actions.save_answers(assessment_id=row.pk, sheet=sheet, by=assessors[0], at=clock.later())
    assert first == again == 1
    assert apps.get_model("assessment.AnswerSheet").objects.count() == 1


def test_tell_of_a_version_saved_by_the_other(story, assessors, clock):
    row = story.assigned()
    for by, key, base in [(assessors[0], "a", 0), (assessors[1], "b", 1)]:
        actions.save_answers(assessment_id=row.pk, sheet=actions.Sheet(key, base, {"B.1.1": 3}), by=by, at=clock.now)
    with pytest.raises(AnswersConflict) as conflict:
        actions.save_answers(
            assessment_id=row.pk, sheet=actions.Sheet("c", 1, {"B.1.1": 4}), by=assessors[0], at=clock.now
        )
    assert conflict.value.version == 2
    with pytest.raises(AnswersConflict):
        actions.sign(assessment_id=row.pk, version=1, by=assessors[0], at=clock.now)


def test_take_the_first_name_off_when_the_other_disagrees(story, assessors, clock):
    row = story.assigned()
    version = story.filled(row)
    actions.sign(assessment_id=row.pk, version=version, by=assessors[0], at=clock.now)
    with pytest.raises(ReasonNeeded):
        actions.take_back(assessment_id=row.pk, reason=" ", by=assessors[1], at=clock.now)
    row = actions.take_back(assessment_id=row.pk, reason="记忆一项不对", by=assessors[1], at=clock.now)
    assert (row.state, row.version) == ("assigned", version + 1)
    assert actions.sign(assessment_id=row.pk, version=row.version, by=assessors[1], at=clock.now) is None
    assert actions.sign(assessment_id=row.pk, version=row.version, by=assessors[0], at=clock.now) is not None


def test_refuse_assessors_who_are_not_fit(story, person, clerk, assessors, new_assessor, act, clock):
    row = actions.request(person_id=person.pk, reason="first", by=clerk, at=clock.now)
    actions.accept(assessment_id=row.pk, by=clerk, at=clock.now)
    first, second = (each.user_id for each in assessors)
    lapsed = new_assessor("过期", until=date(2025, 1, 1)).user_id
    unknown = act("无证", "assessor", organisation_id=HOME_AGENCY).user_id

    def send(*pair, visit=None):
        actions.assign(assessment_id=row.pk, assessors=pair, by=clerk, at=clock.now, visit=visit)

    with pytest.raises(SamePerson):
        send(first, first)
    with pytest.raises(NotQualified, match="证书在2025-03-03这一天无效"):
        send(first, lapsed)
    with pytest.raises(NotQualified, match="没有登记"):
        send(first, unknown)
    with pytest.raises(NotQualified, match="评估甲是老人的亲属"):
        send(first, second, visit=actions.Visit(ties=actions.Ties(relatives=frozenset({first}))))
    with pytest.raises(NotQualified, match="正在为老人服务"):
        send(first, second, visit=actions.Visit(ties=actions.Ties(serving_providers=frozenset({HOME_AGENCY}))))
    send(first, second)


def test_refuse_a_certificate_that_ran_out_before_signing(story, new_assessor, assessors, clock):
    brief = new_assessor("快到期", until=date(2025, 3, 5))
    story.pair = (assessors[0], brief)
    row = story.assigned()
    version = story.filled(row)
    clock.later(10)
    with pytest.raises(NotQualified, match="今天无效"):
        actions.sign(assessment_id=row.pk, version=version, by=brief, at=clock.now)


def test_list_who_may_assess_with_the_reason_against_the_others(story, new_assessor, clerk, clock):
    new_assessor("过期", until=date(2025, 1, 1))
    row = story.assigned()
    lines = queries.qualified_assessors(row.pk, actor=clerk, on=day_of(clock.now))
    assert [line.name for line in lines if not line.unfit] == ["评估乙", "评估甲"] or len(lines) == 3
    assert "证书" in lines[-1].unfit


def test_open_one_assessment_at_a_time(story, elder, person, clock):
    story.assigned()
    with pytest.raises(AlreadyOpen):
        actions.request(person_id=person.pk, reason="change", by=elder, at=clock.now)


def test_let_only_the_own_side_and_the_town_ask(person, elder, stranger, assessors, clock, bureau):
    for actor in (stranger, assessors[0], bureau):
        with pytest.raises(Exception, match=r"NotVisible|权限|\d+"):
            actions.request(person_id=person.pk, reason="first", by=actor, at=clock.now)
    row = actions.request(person_id=person.pk, reason="first", cause="走路要人扶", by=elder, at=clock.now)
    assert (row.state, row.reason, row.scale) == ("requested", "first", SCALE)


def test_refuse_to_compute_what_comes_from_outside(person, clerk, clock):
    with pytest.raises(NotComputed):
        actions.request(person_id=person.pk, reason="first", scale="shanghai-2.0", by=clerk, at=clock.now)


def test_end_with_a_reason(story, elder, clerk, assessors, clock, person):
    row = story.assigned()
    with pytest.raises(ReasonNeeded):
        actions.abort(assessment_id=row.pk, reason="", by=assessors[0], at=clock.now)
    assert actions.abort(assessment_id=row.pk, reason="住院", by=assessors[0], at=clock.now).state == "aborted"
    again = actions.request(person_id=person.pk, reason="change", by=elder, at=clock.now)
    assert actions.cancel(assessment_id=again.pk, reason="暂不需要", by=elder, at=clock.now).state == "cancelled"
    third = actions.request(person_id=person.pk, reason="first", by=clerk, at=clock.now)
    refused = actions.refuse(assessment_id=third.pk, reason="不在本街镇", by=clerk, at=clock.now)
    assert refused.state == "not_accepted"
    assert "理由：不在本街镇" in notices(person)[-1]
    with pytest.raises(NotPossibleNow):
        actions.accept(assessment_id=third.pk, by=clerk, at=clock.now)


def test_reassess_by_others_after_an_objection(story, elder, bureau, assessors, others, clerk, person, clock):
    result = story.completed(worse(30))
    actions.object_to(assessment_id=result.assessment_id, text="老人已经不能下床", by=elder, at=clock.later())
    with pytest.raises(AlreadyOpen):
        actions.object_to(assessment_id=result.assessment_id, text="再说一次", by=elder, at=clock.now)
    with pytest.raises(NotPermitted):
        actions.reassess(assessment_id=result.assessment_id, reason="复评", by=clerk, at=clock.now)
    again = actions.reassess(assessment_id=result.assessment_id, reason="安排复评", by=bureau, at=clock.now)
    assert (again.state, again.reason, again.follows_id) == ("accepted", "dispute", result.assessment_id)
    with pytest.raises(NotPermitted):
        story.assign(again, others, by=clerk)
    with pytest.raises(NotQualified, match="须由其他人进行"):
        story.assign(again, (assessors[0], others[1]), by=bureau)
    again = story.assign(again, others, by=bureau)
    second = story.signed(again, story.filled(again, worse(50), pair=others), others)
    assert second.grade == 3
    assert facts_of(person.pk, on=day_of(clock.now))["ability_grade"] == 3
    objection = apps.get_model("assessment.Objection").objects.get()
    assert objection.state == "changed"
    assert apps.get_model("grades.ResultEnding").objects.get().result_id == result.pk
    (level,) = queries.levels_of(person.pk, on=day_of(clock.now))
    assert (level.grade, level.result_id) == (3, second.pk)


def test_object_only_in_time(story, elder, clock):
    result = story.completed()
    clock.later(31)
    with pytest.raises(WindowClosed):
        actions.object_to(assessment_id=result.assessment_id, text="不同意", by=elder, at=clock.now)


def test_dismiss_an_objection_with_the_reason(story, elder, bureau, person, clock):
    result = story.completed()
    actions.object_to(assessment_id=result.assessment_id, text="不同意", by=elder, at=clock.now)
    actions.dismiss_objection(assessment_id=result.assessment_id, reason="评估合规", by=bureau, at=clock.later())
    assert "不成立" in notices(person)[-1]
    page = queries.assessment_page(result.assessment_id, actor=elder, at=clock.now)
    assert page.objections[0].state == "dismissed"
    assert page.result.may_object  # the window is still open


def test_import_a_level_with_its_report_and_never_compute_it(person, clerk, clock):
    given = actions.Imported(
        "shanghai-2.0", 3, date(2025, 2, 1), "某评估机构", "报告.pdf", PDF, valid_until=date(2026, 1, 31)
    )
    result = actions.import_result(person_id=person.pk, given=given, by=clerk, at=clock.now)
    assert result.report_document_id
    assert facts_of(person.pk, on=date(2025, 2, 1))["care_level"] == 3
    (level,) = queries.level_lines(person.pk, actor=clerk, on=day_of(clock.now))
    assert (level.words, level.is_external, level.valid_until) == ("照护三级", True, date(2026, 2, 1))
    assert queries.levels_of(person.pk, on=date(2026, 2, 1)) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"grade": 7}, "没有 7 级"),
        ({"assessed_on": date(2025, 4, 1)}, "不能晚于今天"),
        ({"organisation": " "}, "机构"),
        ({"valid_until": date(2025, 1, 1)}, "有效期"),
    ],
)
def test_refuse_what_is_no_result(person, clerk, clock, changes, words):
    given = {
        "scale": "shanghai-2.0", "grade": 3, "assessed_on": date(2025, 2, 1), "organisation": "某评估机构",
        "report_name": "报告.pdf", "report": PDF, **changes,
    }  # fmt: skip
    with pytest.raises(Exception, match=words):
        actions.import_result(person_id=person.pk, given=actions.Imported(**given), by=clerk, at=clock.now)


def test_let_an_expired_grade_be_unknown(story, person, clock):
    result = story.completed()
    clock.now = START + timedelta(days=500)
    assert actions.advance(by=JOB, at=clock.now) == (1, 1)
    assert actions.advance(by=JOB, at=clock.now) == (0, 0)
    last = result.valid_until - timedelta(days=1)
    assert facts_of(person.pk, on=last)["ability_grade"] == 2
    assert facts_of(person.pk, on=result.valid_until)["ability_grade"] is None
    assert queries.levels_of(person.pk, on=last)[0].grade == 2
    assert queries.levels_of(person.pk, on=result.valid_until) == []


def test_find_what_falls_due_sixty_days_ahead(story, person, clerk, stranger, clock):
    result = story.completed()
    early = result.valid_until - timedelta(days=61)
    assert queries.due(clerk, on=early) == []
    on = result.valid_until - timedelta(days=60)
    (line,) = queries.due(clerk, on=on)
    assert (line.person_id, line.days_left, line.level.grade) == (person.pk, 60, 2)
    assert queries.due(stranger, on=on) == []
    clock.now = START + (on - START.date())
    assert actions.advance(by=JOB, at=clock.now) == (1, 0)
    assert queries.due(clerk, on=on) == []
    (event,) = events("AssessmentDue")
    assert event.payload["reason"] == "routine"
    opened = apps.get_model("assessment.Assessment").objects.get(pk=event.payload["assessment_id"])
    actions.decline(assessment_id=opened.pk, reason="本人不愿", by=clerk, at=clock.now)
    assert actions.advance(by=JOB, at=clock.later()) == (0, 0)  # asked once, not every day


def test_open_none_for_the_dead(story, person, clock):
    story.completed()
    registry.state_fact(
        person_id=person.pk, name="deceased_on", value="2025-06-01", valid_from=date(2025, 6, 1),
        by=machine("test"), at=clock.now, reason="去世",
    )  # fmt: skip
    clock.now = START + timedelta(days=320)
    assert actions.advance(by=JOB, at=clock.now) == (0, 0)


def test_assess_again_after_a_fall(story, person, clerk, clock):
    story.completed()
    (row,) = actions.note_change(person_id=person.pk, change="fall", cause="卫生间", by=clerk, at=clock.later())
    assert (row.reason, row.cause, row.state) == ("change", "跌倒：卫生间", "requested")
    assert actions.note_change(person_id=person.pk, change="fall", by=clerk, at=clock.now) == []


def test_draw_the_same_sample_from_the_same_seed(story, bureau, clerk, others, assessors, clock):
    result = story.completed(worse(30))
    sample = actions.Sample(SCALE, "310118", date(2025, 1, 1), date(2026, 1, 1), 5, "2025-1")
    with pytest.raises(NotPermitted):
        actions.draw_recheck(sample=sample, by=clerk, at=clock.now)
    drawn = actions.draw_recheck(sample=sample, by=bureau, at=clock.now)
    assert (drawn.population, drawn.drawn, drawn.skipped) == (1, [result.pk], [])
    with pytest.raises(NotPossibleNow):
        actions.draw_recheck(sample=sample, by=bureau, at=clock.now)
    again = apps.get_model("assessment.Assessment").objects.get(reason="recheck")
    with pytest.raises(NotQualified, match="抽查须由其他人进行"):
        story.assign(again, assessors, by=bureau)
    again = story.assign(again, others, by=bureau)
    story.signed(again, story.filled(again, worse(31), pair=others), others)
    agreement = queries.recheck_agreement("310118", since=date(2025, 1, 1), until=date(2026, 1, 1))
    assert (agreement.rechecked, agreement.agreeing) == (1, 1)


def test_keep_an_unverified_scale_from_deciding_money(story, person, bureau, other_bureau, clock):
    result = story.completed(dict.fromkeys(best_answers("ltci-2021"), 0), scale="ltci-2021")
    on = day_of(clock.now)
    assert (result.grade, result.is_unverified) == (5, True)
    assert queries.levels_of(person.pk, on=on)[0].words == "重度失能Ⅲ级（待核对）"
    assert facts_of(person.pk, on=on)["ltci_grade"] is None
    actions.propose_scale(scale="ltci-2021", source="医保办发〔2021〕37号附件", by=bureau, at=clock.now)
    with pytest.raises(GradeRefused, match="由另一个人办理"):
        actions.confirm_scale(scale="ltci-2021", by=bureau, at=clock.now)
    assert facts_of(person.pk, on=on)["ltci_grade"] is None
    actions.confirm_scale(scale="ltci-2021", by=other_bureau, at=clock.now)
    assert facts_of(person.pk, on=on)["ltci_grade"] == 5
    assert queries.levels_of(person.pk, on=on)[0].words == "重度失能Ⅲ级"


def test_prefer_the_signed_grade_to_a_source_chosen_before(story, person, clerk, clock):
    for source, value in [("民政局", 1), ("卫健委", 4)]:
        registry.state_fact(
            person_id=person.pk, name="ability_grade", value=value, valid_from=date(2025, 1, 1), by=clerk,
            at=clock.now, reason="名册", source=source,
        )  # fmt: skip
    registry.state_fact(
        person_id=person.pk, name="ability_grade", value=1, valid_from=date(2025, 1, 2), by=clerk, at=clock.now,
        reason="已核实",
    )  # fmt: skip
    assert facts_of(person.pk, on=date(2025, 1, 3))["ability_grade"] == 1
    result = story.completed(worse(50))
    assert facts_of(person.pk, on=result.assessed_on)["ability_grade"] == result.grade == 3


def test_show_assessors_their_own_assignments_only(story, assessors, others, clerk, stranger, elder, clock):
    row = story.assigned()
    on = day_of(clock.now)
    assert [line.assessment.id for line in queries.worklist(assessors[0], on=on).lines] == [row.pk]
    for outsider in (others[0], stranger):
        assert queries.worklist(outsider, on=on).lines == []
        with pytest.raises(AssessmentUnknown):
            queries.assessment_page(row.pk, actor=outsider, at=clock.now)
    assert queries.assessment_page(row.pk, actor=elder, at=clock.now).line.id == row.pk
    for other in (clerk, elder):
        with pytest.raises(AssessmentUnknown):
            queries.field_form(row.pk, actor=other, at=clock.now)


def test_log_every_reading_of_answers(story, assessors, clock):
    row = story.assigned()
    story.filled(row)
    reads = apps.get_model("audit.Read").objects
    form = queries.field_form(row.pk, actor=assessors[1], at=clock.now)
    assert form["answers"]["B.1.1"] == 0
    assert (form["version"], form["person"]) == (1, "金**")
    assert [read.fields for read in reads.all()] == [["assessment.answers"]]
    result = story.signed(row, 1)
    queries.assessment_page(row.pk, actor=assessors[0], at=clock.now)
    queries.result_page(result.pk, actor=assessors[0], at=clock.now)
    assert [read.fields for read in reads.all()][1:] == [["assessment.result"]] * 2


def test_let_an_agent_see_by_mandate(story, act, clerk, person, clock):
    daughter = act("女儿", "agent")
    result = story.completed()
    on = day_of(clock.now)
    assert queries.level_lines(person.pk, actor=daughter, on=on) == []
    registry.grant_mandate(
        person_id=person.pk, agent_user_id=daughter.user_id, relation="family", valid_from=on, by=clerk, at=clock.now
    )
    assert queries.level_lines(person.pk, actor=daughter, on=on)[0].grade == result.grade
    assert queries.assessments_of_person(person.pk, actor=daughter, on=on)[0].state == "completed"
