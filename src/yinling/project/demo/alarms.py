"""The demo's call desk: responders with a rota, relatives to be told, and three months of alarms that were answered."""

import random
from datetime import datetime, timedelta
from typing import Any

from yinling.care.alarms.actions.answering import acknowledge, close, record_call, record_outcome
from yinling.care.alarms.actions.raising import Raised, raise_
from yinling.care.alarms.actions.sending import arrive, send_responder
from yinling.care.alarms.models import Alarm, Source
from yinling.care.chains.actions import publish, start_draft, write
from yinling.care.responders.actions.contacts import Relative, add_contact, keep_home_note
from yinling.care.responders.actions.responders import Details, put_on_duty, register, set_week
from yinling.kernel.actor import Actor, machine
from yinling.kernel.dates import day_of
from yinling.people.places.queries import towns_in
from yinling.people.registry.queries import people_visible
from yinling.project.demo.district import Cast
from yinling.project.demo.plans import CLERK

SEED, OPERATOR, RESPONDER = 61, "callcentre", "responder"
PEOPLE = (
    ("镇服务站（演示）", "station", "ebike", True),
    ("老年活动室值班（演示）", "community", "walk", False),
    ("片区护理员（演示）", "carer", "car", False),
)
PAST, DAYS = 26, 90
KINDS = ("sos", "sos", "sos", "fall", "inactivity", "smoke")
OUTCOMES = ("helped", "by_phone", "pressed_by_mistake", "to_hospital", "device_fault", "family_took_over")
SECOND, AROUND = timedelta(seconds=1), 0.01
CALLED = ("desk", "station", "family", "community", "ambulance")
SOONER = "（演示）复盘三个月的报警：家属大多住在附近，到得比居村委会早，改为先通知家属"
OFTENER = "（演示）呼叫中心夜里一人值守，多提醒一次再通知服务站"


def build(cast: Cast) -> None:
    """Deterministic for the day on which it is built."""
    if OPERATOR not in cast.actors:
        return
    chance, clerk, today = random.Random(SEED), cast.actors[CLERK], day_of(cast.at)
    rewrite(cast.actors["bureau"], cast.at)
    rows = respond(cast, chance)
    people = list(people_visible(clerk, on=today).order_by("birth_date", "pk").values_list("pk", "area")[:PAST])
    own = cast.actors["elder"].person_id
    for person_id in {own or 0, *(one for one, _area in people[:4])} - {0}:
        told = Relative("（演示）女儿", "女儿", ("sms", "phone"), today, "13900000000", has_key=True)
        add_contact(person_id, told, by=clerk, at=cast.at)
        keep_home_note(person_id=person_id, way_in="（演示）三楼左手，钥匙在居委会", medical="（演示）高血压，每天服药",
                       by=clerk, at=cast.at)  # fmt: skip
    look_up_strangers(cast.actors[OPERATOR], cast.at)
    begins = sorted(cast.at - timedelta(minutes=chance.randrange(60, DAYS * 24 * 60)) for _ in people)
    for (person_id, area), at in zip(people, begins, strict=True):
        live(cast.actors[OPERATOR], person_id, area, rows, at, chance)


def rewrite(by: Actor, at: datetime) -> None:
    """Two versions of the gravest chain by the bureau: one in force for two months, one that begins next month."""
    published = at - timedelta(days=60)
    draft = start_draft("urgent", by=by, at=published)
    steps = sorted(draft.body["steps"], key=lambda step: CALLED.index(step["who"]))
    write(draft.pk, {**draft.body, "steps": steps}, reason=SOONER, in_force_from=None, by=by, at=published)
    publish(draft.pk, by=by, at=published)
    draft = start_draft("urgent", by=by, at=at)
    desk, *others = draft.body["steps"]
    often = {**draft.body, "steps": [{**desk, "repeats": desk["repeats"] + 1}, *others]}
    write(draft.pk, often, reason=OFTENER, in_force_from=at + timedelta(days=30), by=by, at=at)
    publish(draft.pk, by=by, at=at)


def look_up_strangers(by: Actor, at: datetime) -> None:
    """Calls from accounts that nobody registered were looked up, and found to be tests of an installer."""
    for alarm in Alarm.objects.open().filter(source=Source.STRANGER):
        who: dict[str, Any] = {"alarm_id": alarm.pk, "by": by, "at": max(at, alarm.raised_at)}
        acknowledge(**who)
        record_call(whom="other", is_reached=True, note="安装单位在试机，还没有登记", **who)
        record_outcome(outcome="test", **who)
        close(**who)


def respond(cast: Cast, chance: random.Random) -> list[int]:
    """Responders around the town's point, on duty by week; the one with a log-in today and tomorrow besides."""
    bureau, clerk = cast.actors["bureau"], cast.actors[CLERK]
    [town] = towns_in(clerk.area)
    x, y = float(town.longitude or 0), float(town.latitude or 0)
    found = []
    for number, (name, kind, mode, has_login) in enumerate(PEOPLE):
        user = cast.actors[RESPONDER].user_id if has_login and RESPONDER in cast.actors else None
        spot = (round(x + chance.uniform(-AROUND, AROUND), 6), round(y + chance.uniform(-AROUND, AROUND), 6))
        details = Details(name, kind, f"1390000000{number}", clerk.area, mode, *spot, user_id=user)
        row = register(details, by=bureau, at=cast.at)
        set_week(responder_id=row.pk, spans=[(day, 480, 1200) for day in range(7)], by=bureau, at=cast.at)
        found.append(row.pk)
    put_on_duty(responder_id=found[0], from_at=cast.at, until_at=cast.at + timedelta(days=2), by=bureau, at=cast.at)
    return found


def live(by: Actor, person_id: int, area: str, rows: list[int], at: datetime, chance: random.Random) -> Alarm | None:
    """One alarm of the past, from the call to its closing; nine in ten were answered within a minute."""
    raised = Raised(Source.PERSON, f"demo-{person_id}", chance.choice(KINDS), "critical", area, person_id=person_id)
    alarm = raise_(raised, by=machine("演示"), at=at)
    if alarm is None:
        return None
    who: dict[str, Any] = {"alarm_id": alarm.pk, "by": by}
    at += (chance.randrange(8, 55) if chance.random() < 0.9 else chance.randrange(70, 160)) * SECOND
    acknowledge(**who, at=at)
    at += 20 * SECOND
    record_call(**who, whom="person", is_reached=chance.random() < 0.7, at=at)
    outcome = chance.choice(OUTCOMES)
    if outcome not in ("by_phone", "pressed_by_mistake"):
        at += chance.randrange(20, 260) * SECOND
        responder = chance.choice(rows)
        send_responder(**who, responder_id=responder, at=at)
        at += chance.randrange(300, 2000) * SECOND
        arrive(**who, responder_id=responder, at=at)
    at += 600 * SECOND
    record_outcome(**who, outcome=outcome, at=at)
    return close(**who, at=at + 30 * SECOND)
