"""Every day's "I am well": asked at the hour, answered by button, family or call; who is silent is visited."""

from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from yinling.care.daily.domain.states import BY_WORDS, WAITING, By, Daily
from yinling.care.daily.events import DailyCallUnanswered
from yinling.care.daily.models import DailyWell
from yinling.care.daily.queries import clock
from yinling.care.orders.queries.lists import rest_words
from yinling.care.wellbeing.actions.permits import permit
from yinling.care.wellbeing.actions.signals import keep_signal
from yinling.care.wellbeing.actions.tickets import Need, close_answered, open_ticket
from yinling.care.wellbeing.domain.states import NotThere, StepRefused
from yinling.care.wellbeing.queries.targets import called_daily, is_listed, listed_area
from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import announce, notify
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import Actor, machine
from yinling.kernel.dates import day_of, minute_of_day
from yinling.people.registry.queries import is_represented

PEOPLE_AT_ONCE = 500
SILENT = "no_answer"
TELLS = {By.BUTTON: "elder.own", By.FAMILY: "elder.represent", By.CALL: "wellbeing.call"}


def ask(*, by: Actor, at: datetime) -> int:
    """Asks everybody whose time has come and who has not answered; how many were asked now. Again changes nothing."""
    day, tries = day_of(at), clock().tries_by(minute_of_day(at))
    if not tries or clock().is_over(minute_of_day(at)):
        return 0
    return sum(_ask_part(part, day, tries, at) for part in called_daily(day, limit=PEOPLE_AT_ONCE))


@transaction.atomic
def _ask_part(part: list[tuple[int, str]], day: date, tries: int, at: datetime) -> int:
    """Those of some people who are at home and have not answered."""
    people = [person for person, _area in part]
    away = rest_words(people, on=day)
    rows = DailyWell.objects.select_for_update(of=("self",)).filter(on=day, person__in=people)
    known = {row.person_id: row for row in rows}
    asked = 0
    for person, area in part:
        row = known.get(person) or DailyWell(person_id=person, area=area, on=day, at=at)
        if person in away or row.state not in WAITING or row.tries >= tries:
            continue
        row.tries, row.at = tries, at
        row.save()
        notify(text="早上好，您今天好吗？请按一下“我很好”。", at=at, link="/elder/", person_id=person)
        asked += 1
    return asked


def follow_people(person_ids: Collection[int], *, at: datetime) -> int:
    """Today's question to people who moved within the district is seen where they live now, unless it was answered."""
    district = load_pack(settings.PACK).area
    rows = DailyWell.objects.filter(person__in=person_ids, on=day_of(at), state__in=WAITING)
    moved = rows.exclude(area=F("person__area")).filter(person__area__startswith=district)
    return sum(
        DailyWell.objects.filter(pk=row, state__in=WAITING).update(area=area)
        for row, area in moved.order_by("pk").values_list("pk", "person__area")
    )


def follow_silence(*, by: Actor, at: datetime) -> int:
    """After the hour, a visit for everybody who was asked and has not answered; how many."""
    if not clock().is_over(minute_of_day(at)):
        return 0
    rows = DailyWell.objects.filter(on=day_of(at), state__in=WAITING).order_by("pk")
    return sum(_send(number, by, at) for number in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _send(row_id: int, by: Actor, at: datetime) -> bool:
    row = DailyWell.objects.select_for_update(of=("self",)).get(pk=row_id)
    if row.state not in WAITING or not is_listed(row.person_id):
        return False
    ticket = open_ticket(Need(row.person_id, row.area, SILENT), by=by, at=at)
    row.state, row.ticket, row.at = Daily.VISIT, ticket, at
    row.save(update_fields=["state", "ticket", "at"])
    keep_signal(SILENT, f"day:{row.person_id}:{row.on}", person_id=row.person_id, area=row.area, since=row.on,
                until=row.on)  # fmt: skip
    record(
        by=by, at=at, verb="daily.send", subject=f"person:{row.person_id}", area=row.area,
        after={"ticket": ticket.pk},
    )  # fmt: skip
    announce(DailyCallUnanswered(row.person_id, row.area, row.on, ticket.pk), by=by, at=at)
    return True


@transaction.atomic
def confirm_well(person_id: int, *, how: By, by: Actor, at: datetime, note: str = "") -> DailyWell:
    """Somebody says that all is well: the person, the family, the call desk. Raises StepRefused."""
    permit(by, TELLS[how])
    area = _area_for(person_id, how, by, at)
    row = _row(person_id, area, at)
    if row.state != Daily.WELL:
        _say_well(row, how, by=by, at=at, note=note)
    return row


def _area_for(person_id: int, how: By, by: Actor, at: datetime) -> str:
    if how is not By.CALL and not is_represented(person_id, actor=by, on=day_of(at)):
        raise NotThere()
    area = listed_area(person_id, actor=by if how is By.CALL else machine("报平安"))
    if area is None:
        raise NotThere("不在探访名单上")
    return area


def _row(person_id: int, area: str, at: datetime) -> DailyWell:
    made, _is_new = DailyWell.objects.get_or_create(
        person_id=person_id, on=day_of(at), defaults={"area": area, "at": at}
    )  # fmt: skip
    return DailyWell.objects.select_for_update(of=("self",)).get(pk=made.pk)


def _say_well(row: DailyWell, how: By, *, by: Actor, at: datetime, note: str = "") -> None:
    row.state, row.said_by, row.note, row.by_name, row.at = Daily.WELL, how, note[:300], by.name, at
    row.save(update_fields=["state", "said_by", "note", "by_name", "at"])
    close_answered(row.person_id, (SILENT,), outcome=BY_WORDS[how], by=by, at=at)
    record(
        by=by, at=at, verb="daily.confirm_well", subject=f"person:{row.person_id}", area=row.area,
        after={"way": how.value},
    )  # fmt: skip


def seen_well(person_id: int, *, by: Actor, at: datetime) -> None:
    """A visitor met the person today: nobody need ask any more."""
    row = DailyWell.objects.select_for_update(of=("self",)).filter(person=person_id, on=day_of(at)).first()
    if row is not None and row.state != Daily.WELL:
        _say_well(row, By.VISIT, by=by, at=at)


@transaction.atomic
def tell_no_answer(row_id: int, *, note: str, by: Actor, at: datetime) -> None:
    """The call desk rang and nobody answered; at the hour somebody goes. Raises StepRefused."""
    row = _waiting(row_id, by)
    row.state, row.note, row.by_name, row.at, row.tries = Daily.NO_ANSWER, note[:300], by.name, at, row.tries + 1
    row.save(update_fields=["state", "note", "by_name", "at", "tries"])
    record(by=by, at=at, verb="daily.tell_no_answer", subject=f"person:{row.person_id}", area=row.area)


@transaction.atomic
def send_now(row_id: int, *, by: Actor, at: datetime) -> None:
    """The call desk waits no longer: somebody goes at once. Raises StepRefused."""
    row = _waiting(row_id, by)
    _send(row.pk, by, at)


def _waiting(row_id: int, by: Actor) -> DailyWell:
    permit(by, "wellbeing.call")
    row = DailyWell.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=row_id).first()
    if row is None:
        raise NotThere()
    if row.state not in WAITING:
        raise StepRefused("今天已经有结果了")
    return row
