"""Responders are sent, set out, arrive, are called back, and tell what they found."""

from datetime import datetime

from django.db import IntegrityError, transaction

from yinling.care.alarms.actions.answering import take
from yinling.care.alarms.actions.keeping import keep, life_of, locked_alarm, owner_of
from yinling.care.alarms.domain import life as lives
from yinling.care.alarms.domain.states import NotComing, ResponderBusy, State
from yinling.care.alarms.models import Alarm, Dispatch
from yinling.care.alarms.queries.reaching import travel_estimate
from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import NotThere, StepRefused
from yinling.care.responders.queries.responders import in_service, responders_visible
from yinling.foundation.outbox.actions import notify
from yinling.kernel.actor import Actor


@transaction.atomic
def send_responder(*, alarm_id: int, responder_id: int, by: Actor, at: datetime, note: str = "") -> Dispatch:
    """Sends somebody who is free; takes the alarm in hand where nobody has. Raises ResponderBusy, TakenBy, NotThere."""
    permit(by, "alarms.answer")
    alarm = locked_alarm(alarm_id, by=by)
    responder = responders_visible(by).filter(in_service(at), pk=responder_id).first()
    if responder is None:
        raise NotThere()
    if alarm.state == State.RAISED:
        take(alarm, by=by, at=at)
    verb = "send_more" if alarm.state == State.ON_THE_SPOT else "send"
    life = lives.act(life_of(alarm), verb, owner=owner_of(by), at=at)
    try:
        with transaction.atomic():
            sent = Dispatch.objects.create(
                alarm=alarm, responder=responder, sent_at=at, sent_by_name=by.name,
                travel_seconds=travel_estimate(alarm, start=responder.spot, mode=responder.mode),
            )  # fmt: skip
    except IntegrityError as busy:
        raise ResponderBusy() from busy
    keep(alarm, life, "send", by=by, at=at, note=note or responder.name, data={"responder": responder.pk},
         first_sent_at=alarm.first_sent_at or at)  # fmt: skip
    if responder.user_id is not None:
        notify(text="有报警需要您马上出动，请打开查看地址", link="/alarms/mine/", at=at, user_id=responder.user_id)
    return sent


@transaction.atomic
def go(*, alarm_id: int, by: Actor, at: datetime) -> Dispatch:
    """A responder says that they are on the way. Said again changes nothing. Raises NotComing."""
    alarm, sent = _own(alarm_id, None, by)
    if sent.going_at is None:
        sent.going_at = at
        sent.save(update_fields=["going_at"])
        _tell(alarm, "go", sent, by=by, at=at)
    return sent


@transaction.atomic
def arrive(*, alarm_id: int, by: Actor, at: datetime, responder_id: int | None = None) -> Dispatch:
    """A responder is at the door: told by themself, or by the desk that names them. Raises NotComing, TakenBy."""
    alarm, sent = _own(alarm_id, responder_id, by)
    if sent.arrived_at is not None:
        return sent
    sent.arrived_at = at
    sent.save(update_fields=["arrived_at"])
    life = lives.arrive(life_of(alarm), who=owner_of(by), at=at)
    keep(
        alarm, life, "arrive", by=by, at=at, note=sent.responder.name, data={"responder": sent.responder_id},
        first_arrived_at=alarm.first_arrived_at or at, first_acknowledged_at=alarm.first_acknowledged_at or at,
    )  # fmt: skip
    return sent


@transaction.atomic
def recall(*, alarm_id: int, responder_id: int, by: Actor, at: datetime, note: str = "") -> Alarm:
    """Somebody need not come after all, or cannot. Raises NotComing, TakenBy."""
    permit(by, "alarms.answer")
    alarm, sent = _own(alarm_id, responder_id, by)
    life = life_of(alarm)
    life.check_owner(owner_of(by))
    Dispatch.objects.filter(pk=sent.pk).update(ended_at=at)
    is_last = not alarm.dispatches.filter(ended_at=None).exists()
    if alarm.state == State.SENT and is_last:
        life = lives.act(life, "recall", owner=owner_of(by), at=at)
    keep(alarm, lives.note(life, owner=owner_of(by), at=at), "recall", by=by, at=at, note=note or sent.responder.name,
         data={"responder": sent.responder_id})  # fmt: skip
    if sent.responder.user_id is not None:
        notify(text="这次出动已取消，谢谢", link="/alarms/mine/", at=at, user_id=sent.responder.user_id)
    return alarm


@transaction.atomic
def report(*, alarm_id: int, text: str, by: Actor, at: datetime) -> Alarm:
    """A responder tells what they found and is free again; the desk still ends the alarm. Raises NotComing."""
    permit(by, "alarms.respond")
    if not text.strip():
        raise StepRefused("请写明情况")
    alarm, sent = _own(alarm_id, None, by)
    Dispatch.objects.filter(pk=sent.pk).update(ended_at=at, arrived_at=sent.arrived_at or at)
    if sent.arrived_at is None:
        life = lives.arrive(life_of(alarm), who=owner_of(by), at=at)
        keep(alarm, life, "arrive", by=by, at=at, note=sent.responder.name, data={"responder": sent.responder_id},
             first_arrived_at=alarm.first_arrived_at or at,
             first_acknowledged_at=alarm.first_acknowledged_at or at)  # fmt: skip
    _tell(alarm, "report", sent, by=by, at=at, note=text)
    if alarm.acknowledged_by_id is not None and alarm.acknowledged_by_id != by.user_id:
        notify(text=f"报警 {alarm.pk} 有现场情况", link=f"/alarms/{alarm.pk}/", at=at, user_id=alarm.acknowledged_by_id)
    return alarm


def _own(alarm_id: int, responder_id: int | None, by: Actor) -> tuple[Alarm, Dispatch]:
    """The locked alarm and the open dispatch: the actor's own, or the one that the desk names."""
    permit(by, "alarms.answer" if responder_id is not None else "alarms.respond")
    alarm = locked_alarm(alarm_id, by=by)
    rows = Dispatch.objects.visible_to(by).filter(alarm=alarm, ended_at=None).select_related("responder")
    rows = (
        rows.filter(responder_id=responder_id)
        if responder_id is not None
        else rows.filter(responder__user_id=by.user_id or 0)
    )
    sent = rows.first()
    if sent is None:
        raise NotComing()
    return alarm, sent


def _tell(alarm: Alarm, verb: str, sent: Dispatch, *, by: Actor, at: datetime, note: str = "") -> None:
    keep(alarm, lives.note(life_of(alarm), owner=owner_of(by), at=at), verb, by=by, at=at,
         note=note or sent.responder.name, data={"responder": sent.responder_id})  # fmt: skip
