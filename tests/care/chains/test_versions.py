"""Versions: written by the bureau, in force from a moment on, kept by the alarms that they raised."""

import pytest
from django.db import IntegrityError, transaction

from tests.care import story
from tests.care.alarms.conftest import call
from tests.care.chains.conftest import AT, DAY, HOUR
from yinling.care.alarms.actions.climbing import run_timers
from yinling.care.alarms.actions.keeping import due_step, life_of
from yinling.care.alarms.models import Alarm, AlarmStep
from yinling.care.chains import actions, queries
from yinling.care.chains.domain import refusals
from yinling.care.chains.domain.bodies import Body
from yinling.care.chains.models import Version
from yinling.care.orders.domain.states import NotPermitted, NotThere
from yinling.foundation.audit.models import Change
from yinling.foundation.outbox.models import Event, Notice

pytestmark = pytest.mark.django_db


def faster(body: Body, seconds: int) -> Body:
    """The same with the station told after so many seconds."""
    steps = [dict(step) for step in body["steps"]]
    steps[1]["wait_seconds"] = seconds
    return {**body, "steps": steps}


def published(bureau, seconds: int, *, begins=None, at=AT) -> Version:
    """A version that differs in one wait."""
    draft = actions.start_draft("urgent", by=bureau, at=at)
    body = faster(draft.body, seconds)
    actions.write(draft.pk, body, reason=f"试行 {seconds} 秒", in_force_from=begins, by=bureau, at=at)
    return actions.publish(draft.pk, by=bureau, at=at)


def wait(at) -> int:
    return queries.written("critical", at=at)["steps"][1]["wait_seconds"]


def test_begins_with_what_the_packs_file_says(bureau) -> None:
    assert queries.written("critical", at=AT) == queries.rules().chains["urgent"]
    [line] = queries.version_lines("urgent", at=AT)
    assert (line.number, line.is_now, line.in_force_from, line.changes) == (1, True, None, ())
    assert [one.name for one in queries.chain_lines(actor=bureau, at=AT)] == ["紧急、较急", "没有登记的账号", "工单"]


def test_holds_from_its_moment_on_and_keeps_what_was(bureau) -> None:
    later = published(bureau, 200, begins=AT + DAY)
    at_once = published(bureau, 100, at=AT + HOUR)
    assert (later.number, at_once.number) == (2, 3)
    assert [wait(AT), wait(AT + HOUR), wait(AT + DAY - HOUR), wait(AT + DAY)] == [30, 100, 100, 200]
    now = queries.version_lines("urgent", at=AT + 2 * HOUR)
    assert [(one.number, one.is_now, one.is_ahead) for one in now] == [
        (2, False, True), (3, True, False), (1, False, False),
    ]  # fmt: skip
    assert now[0].changes == ("第 2 环服务站，上一步之后：100 秒 → 200 秒",)
    assert (now[0].reason, now[0].by_name) == ("试行 200 秒", bureau.name)
    assert Change.objects.filter(verb="chains.publish", reason="试行 200 秒").count() == 1
    assert Event.objects.filter(kind="chains.ChainPublished").count() == 2
    assert Notice.objects.filter(role="call_operator").count() == 2


def test_never_touches_an_alarm_that_runs(bureau) -> None:
    old = call(key="1", at=AT)
    before, due = dict(old.chain), due_step(old, life_of(old), AT)
    published(bureau, 900)
    new = call(key="2", at=AT)
    old.refresh_from_db()
    assert (old.chain, due_step(old, life_of(old), AT)) == (before, due)
    assert new.chain["version"] == 2
    for seconds in (0, 30, 60, 61):
        run_timers(at=AT + HOUR * seconds / 3600, worker="测试")
    told = {alarm: list(AlarmStep.objects.filter(alarm=alarm, verb="tell").values_list("data__who", flat=True))
            for alarm in Alarm.objects.all()}  # fmt: skip
    assert told == {old: ["desk", "desk", "station"], new: ["desk", "desk"]}
    actions.withdraw(published(bureau, 5, begins=AT + DAY).pk, by=bureau, at=AT)
    old.refresh_from_db()
    assert old.chain == before


def test_is_taken_back_only_before_it_begins(bureau) -> None:
    planned = published(bureau, 200, begins=AT + DAY)
    with pytest.raises(refusals.InForceAlready):
        actions.withdraw(planned.pk, by=bureau, at=AT + DAY)
    actions.withdraw(planned.pk, by=bureau, at=AT + HOUR)
    assert wait(AT + 2 * DAY) == 30
    assert len(queries.version_lines("urgent", at=AT)) == 1
    with pytest.raises(NotThere):
        actions.withdraw(planned.pk, by=bureau, at=AT + HOUR)
    assert published(bureau, 200, begins=AT + DAY).number == 3  # the moment is free again, the number is not


def test_refuses_what_cannot_be_carried_out(bureau) -> None:
    draft = actions.start_draft("urgent", by=bureau, at=AT)
    with pytest.raises(refusals.DraftExists):
        actions.start_draft("urgent", by=bureau, at=AT)

    def refused(kind, *, begins=None, reason="试行", **changed) -> str:
        body = {**queries.body_at("urgent", at=AT), **changed}
        actions.write(draft.pk, body, reason=reason, in_force_from=begins, by=bureau, at=AT)
        with pytest.raises(kind) as told:
            actions.publish(draft.pk, by=bureau, at=AT)
        assert Version.objects.get().state == "draft"
        return told.value.words

    assert refused(refusals.ChainFaulty, steps=[]) == "通知的各环至少要有1项"
    refused(refusals.ReasonNeeded, reason="  ", end_repeat_seconds=60)
    refused(refusals.NothingChanged)
    refused(refusals.BeginsInThePast, begins=AT - HOUR, end_repeat_seconds=60)
    refused(refusals.BeginsInThePast, begins=AT + 400 * DAY, end_repeat_seconds=60)
    actions.discard(draft.pk, by=bureau, at=AT)
    published(bureau, 200, begins=AT + DAY)
    with pytest.raises(refusals.MomentTaken):
        published(bureau, 300, begins=AT + DAY)


def test_is_for_the_bureau_of_the_whole_district(bureau, elsewhere) -> None:
    draft = actions.start_draft("urgent", by=bureau, at=AT)
    for who in (elsewhere, story.clerk(), story.actor("call_operator", area=story.DISTRICT)):
        with pytest.raises(NotPermitted):
            actions.start_draft("ticket", by=who, at=AT)
        with pytest.raises(NotPermitted):
            actions.publish(draft.pk, by=who, at=AT)
    with pytest.raises(NotThere):
        actions.start_draft("nowhere", by=bureau, at=AT)
    assert not Version.objects.visible_to(story.clerk()).exists()


def test_lets_the_database_keep_a_published_version_whole(bureau) -> None:
    version = published(bureau, 200)
    for broken in ({"reason": ""}, {"number": 1}, {"in_force_from": None}, {"published_by_name": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Version.objects.filter(pk=version.pk).update(**broken)
