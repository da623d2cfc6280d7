"""Every day's "I am well": asked at the hour, answered by button, family or call; who is silent is visited."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from yinling.care.orders.queries.lists import rest_words
from yinling.care.wellbeing.actions.permits import permit
from yinling.care.wellbeing.actions.signals import keep_signal
from yinling.care.wellbeing.actions.tickets import Need, close_answered, open_ticket
from yinling.care.wellbeing.domain.states import BY_WORDS, By, Daily, NotPermitted, NotThere, StepRefused
from yinling.care.wellbeing.events import DailyCallUnanswered
from yinling.care.wellbeing.models import DailyWell, Target
from yinling.care.wellbeing.queries.rules import clock
from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import announce, notify
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of, minute_of_day
from yinling.people.registry.queries import is_represented

PEOPLE_AT_ONCE = 500
SILENT = "no_answer"
WAITING = (Daily.ASKED, Daily.NO_ANSWER)
TELLS = {By.BUTTON: "elder.own", By.FAMILY: "elder.represent", By.CALL: "wellbeing.call"}


def ask(*, by: Actor, at: datetime) -> int:
    """Asks everybody whose time has come and who has not answered; how many were asked now. Again changes nothing."""
    day, tries = day_of(at), clock().tries_by(minute_of_day(at))
    if not tries or clock().is_over(minute_of_day(at)):
        return 0
    return sum(_ask_part(part, day, tries, at) for part in _parts(day))


def _parts(day: date) -> Iterator[list[Target]]:
    """People who are called daily, without those who are away, some hundreds at a time."""
    after = 0
    rows = Target.objects.open().filter(has_daily_call=True, from_on__lte=day).order_by("pk")
    while part := list(rows.filter(pk__gt=after)[:PEOPLE_AT_ONCE]):
        after = part[-1].pk
        away = rest_words([target.person_id for target in part], on=day)
        yield [target for target in part if target.person_id not in away]


@transaction.atomic
def _ask_part(part: list[Target], day: date, tries: int, at: datetime) -> int:
    known = {
        row.person_id: row
        for row in DailyWell.objects.select_for_update(of=("self",)).filter(
            on=day, person__in=[target.person_id for target in part]
        )
    }
    asked = 0
    for target in part:
        row = known.get(target.person_id)
        if row is None:
            row = DailyWell(person_id=target.person_id, area=target.area, on=day, at=at)
        if row.state not in WAITING or row.tries >= tries:
            continue
        row.tries, row.at = tries, at
        row.save()
        notify(text="早上好，您今天好吗？请按一下“我很好”。", at=at, link="/elder/", person_id=target.person_id)
        asked += 1
    return asked


def follow_silence(*, by: Actor, at: datetime) -> int:
    """After the hour, a visit for everybody who was asked and has not answered; how many."""
    if not clock().is_over(minute_of_day(at)):
        return 0
    rows = DailyWell.objects.filter(on=day_of(at), state__in=WAITING).order_by("pk")
    return sum(_send(number, by, at) for number in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _send(row_id: int, by: Actor, at: datetime) -> bool:
    row = DailyWell.objects.select_for_update(of=("self",)).get(pk=row_id)
    if row.state not in WAITING:
        return False
    ticket = open_ticket(Need(row.person_id, row.area, SILENT), by=by, at=at)
    row.state, row.ticket, row.at = Daily.VISIT, ticket, at
    row.save(update_fields=["state", "ticket", "at"])
    keep_signal(SILENT, f"day:{row.person_id}:{row.on}", person_id=row.person_id, area=row.area, since=row.on,
                until=row.on)  # fmt: skip
    record(
        by=by, at=at, verb="wellbeing.send", subject=f"person:{row.person_id}", area=row.area,
        after={"ticket": ticket.pk},
    )  # fmt: skip
    announce(DailyCallUnanswered(row.person_id, row.area, row.on, ticket.pk), by=by, at=at)
    return True


@transaction.atomic
def confirm_well(person_id: int, *, how: By, by: Actor, at: datetime, note: str = "") -> DailyWell:
    """Somebody says that all is well: the person, the family, the call desk. Raises StepRefused."""
    permit(by, TELLS[how])
    target = _target_for(person_id, how, by, at)
    row = _row(target, at)
    if row.state != Daily.WELL:
        _say_well(row, how, by=by, at=at, note=note)
    return row


def _target_for(person_id: int, how: By, by: Actor, at: datetime) -> Target:
    if how is not By.CALL and not is_represented(person_id, actor=by, on=day_of(at)):
        raise NotThere()
    rows = Target.objects.open().filter(person=person_id)
    target = (rows.visible_to(by) if how is By.CALL else rows).first()
    if target is None:
        raise NotThere("不在探访名单上")
    return target


def _row(target: Target, at: datetime) -> DailyWell:
    given = {"area": target.area, "at": at}
    made, _is_new = DailyWell.objects.get_or_create(person_id=target.person_id, on=day_of(at), defaults=given)
    return DailyWell.objects.select_for_update(of=("self",)).get(pk=made.pk)


def _say_well(row: DailyWell, how: By, *, by: Actor, at: datetime, note: str = "") -> None:
    row.state, row.said_by, row.note, row.by_name, row.at = Daily.WELL, how, note[:300], by.name, at
    row.save(update_fields=["state", "said_by", "note", "by_name", "at"])
    close_answered(row.person_id, (SILENT,), outcome=BY_WORDS[how], by=by, at=at)
    record(
        by=by, at=at, verb="wellbeing.confirm_well", subject=f"person:{row.person_id}", area=row.area,
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
    record(by=by, at=at, verb="wellbeing.tell_no_answer", subject=f"person:{row.person_id}", area=row.area)


@transaction.atomic
def send_now(row_id: int, *, by: Actor, at: datetime) -> None:
    """The call desk waits no longer: somebody goes at once. Raises StepRefused."""
    row = _waiting(row_id, by)
    _send(row.pk, by, at)


def _waiting(row_id: int, by: Actor) -> DailyWell:
    if not by.may("wellbeing.call"):
        raise NotPermitted()
    row = DailyWell.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=row_id).first()
    if row is None:
        raise NotThere()
    if row.state not in WAITING:
        raise StepRefused("今天已经有结果了")
    return row
