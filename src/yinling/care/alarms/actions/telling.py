"""Tells whom a step of the chain names, and how many were reached: no one shall believe in a call that nobody got."""

import logging
from datetime import datetime

from yinling.care.alarms.domain.chain import Who
from yinling.care.alarms.models import Alarm
from yinling.care.responders.domain.kinds import Kind, Way
from yinling.care.responders.queries.contacts import contacts_of
from yinling.care.responders.queries.responders import ResponderLine, to_tell
from yinling.foundation.outbox.actions import APPLICATION, notify
from yinling.gateways import messages
from yinling.kernel.dates import day_of

COME = "有老人呼叫报警，请马上联系呼叫中心"
FAMILY_TEXT = "您家老人的设备发出呼叫，呼叫中心正在联系，请保持电话畅通"
_log = logging.getLogger(__name__)


def tell(alarm: Alarm, who: Who, *, at: datetime) -> dict[str, object]:
    """Tells them; what came of it: `told` people or desks, `by_phone` people whom the desk must call, `failed`."""
    if who is Who.STATION:
        return _responders(alarm, [Kind.STATION, Kind.CARER], at)
    if who is Who.COMMUNITY:
        found = _responders(alarm, [Kind.COMMUNITY, Kind.VOLUNTEER, Kind.FAMILY], at)
        notify(text=COME, link=link_of(alarm), at=at, role="town_clerk", area=alarm.area)
        return found
    if who is Who.FAMILY:
        return _family(alarm, at)
    text = "报警无人受理，请立即拨打 120 并转交" if who is Who.AMBULANCE else "有新的报警，请受理"
    tell_desk(alarm, text, at=at)
    if who is Who.AMBULANCE:
        notify(text=text, link=link_of(alarm), at=at, role="bureau_reviewer", area=alarm.area)
    return {"who": who.value, "told": 1}


def tell_desk(alarm: Alarm, text: str, *, at: datetime) -> None:
    """A notice to every operator of the area."""
    notify(text=text, link=link_of(alarm), at=at, role="call_operator", area=alarm.area)


def link_of(alarm: Alarm) -> str:
    """Where the alarm is seen."""
    return f"/alarms/{alarm.pk}/"


def _responders(alarm: Alarm, kinds: list[Kind], at: datetime) -> dict[str, object]:
    rows = to_tell(kinds, area=alarm.area, person_id=alarm.person_id, at=at)
    reached = [_responder(row, at) for row in rows]
    return {"who": kinds[0].value, "told": sum(reached), "failed": len(reached) - sum(reached)}


def _responder(row: ResponderLine, at: datetime) -> bool:
    if row.user_id is not None:
        notify(text=COME, link="/alarms/mine/", at=at, user_id=row.user_id)
    return _sms(f"responder:{row.id}", COME) or row.user_id is not None


def _family(alarm: Alarm, at: datetime) -> dict[str, object]:
    told = by_phone = 0
    for one in contacts_of(alarm.person_id, on=day_of(at)) if alarm.person_id else []:
        is_reached = Way.APPLICATION in one.ways and one.agent_id is not None
        if is_reached:
            link = f"/elder/{alarm.person_id}/safety/"
            notify(text=FAMILY_TEXT, link=link, at=at, user_id=one.agent_id, channels=(APPLICATION,))
        if Way.SMS in one.ways:
            is_reached = _sms(f"contact:{one.id}", FAMILY_TEXT) or is_reached
        told, by_phone = told + is_reached, by_phone + (Way.PHONE in one.ways or not is_reached)
    if by_phone:
        tell_desk(alarm, "请打电话告诉家属", at=at)
    return {"who": Who.FAMILY.value, "told": told, "by_phone": by_phone}


def _sms(recipient: str, text: str) -> bool:
    """Whether a message left the house: the stand-in sends none. A gateway that fails must not stop the chain."""
    try:
        return messages.send(channel="sms", recipient=recipient, text=text) != messages.STAND_IN
    except Exception:
        _log.exception("短信没有发出：%s", recipient)
        return False
