"""Open alarms for the call desk, one alarm in full, and whether anybody watches."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from yinling.care.alarms.domain.chain import What, chain_of
from yinling.care.alarms.domain.states import STATE_WORDS, State
from yinling.care.alarms.domain.words import BY_ITSELF, OF_RESPONDERS, TONES, WHAT_WORDS, call_words, step_words
from yinling.care.alarms.models import Alarm, AlarmStep, AlarmTimer, Dispatch, Pulse
from yinling.care.devices.queries.readings import event_name
from yinling.care.inlets.queries import Down, outages
from yinling.gateways.policy.alarms import AlarmRules, load_alarms
from yinling.kernel.actor import Actor, machine
from yinling.kernel.dates import day_of
from yinling.people.places.queries import full_names
from yinling.people.registry.queries import PersonCard, people_visible, person_cards
from yinling.people.registry.queries.histories import keepers_of_all

LINES_MAX, TICKET_ORDER = 200, 3
PAGE_ROWS, OF_PERSON = 50, 5


@dataclass(frozen=True)
class AlarmLine:
    """One alarm; the person is masked. `next_words` is what happens at `next_at` unless somebody acts."""

    id: int
    person_id: int | None
    name_masked: str
    kind: str
    kind_words: str
    severity_words: str
    order: int
    area_name: str
    state: str
    state_words: str
    tone: str
    owner: str
    is_mine: bool
    raised_at: datetime
    times: int
    is_cleared: bool
    is_exhausted: bool
    next_words: str
    next_at: datetime | None
    outcome_words: str


@dataclass(frozen=True)
class StepLine:
    """One step as the log shows it."""

    what: str
    who: str
    when: datetime
    why: str


@dataclass(frozen=True)
class Watch:
    """Whether alarms are watched: `is_silent` where no sign of life came in time. What the watchdog found when it
    looked last: open alarms, those without a next step (put right), those late. `deaf`: lines that nobody hears."""

    is_silent: bool
    seen_at: datetime | None
    open: int = 0
    repaired: int = 0
    late: int = 0
    deaf: tuple[Down, ...] = ()


def rules() -> AlarmRules:
    """The deployed district's rules."""
    return load_alarms(settings.PACK)


def alarms_visible(actor: Actor) -> QuerySet[Alarm]:
    """Alarms that the actor may see."""
    return Alarm.objects.visible_to(actor)


def open_lines(actor: Actor, *, at: datetime) -> list[AlarmLine]:
    """Open alarms: nobody's first, then the graver, then the older; at most two hundred."""
    rows = alarms_visible(actor).filter(closed_at=None).order_by("order", "raised_at", "pk")[:LINES_MAX]
    lines = alarm_lines(rows, actor=actor, at=at)
    return sorted(lines, key=lambda line: (line.order >= TICKET_ORDER, line.state != State.RAISED, line.order))


def closed_lines(actor: Actor, *, at: datetime, before_id: int = 0) -> list[AlarmLine]:
    """Closed alarms, latest first, a page of them."""
    rows = alarms_visible(actor).filter(closed_at__isnull=False)
    rows = rows.filter(pk__lt=before_id) if before_id else rows
    return alarm_lines(rows.order_by("-pk")[:PAGE_ROWS], actor=actor, at=at)


def lines_of_person(person_id: int, *, actor: Actor, at: datetime) -> list[AlarmLine]:
    """A person's latest alarms, open or closed."""
    rows = alarms_visible(actor).filter(person=person_id).order_by("-raised_at", "-pk")
    return alarm_lines(rows[:OF_PERSON], actor=actor, at=at)


def alarm_lines(rows: Iterable[Alarm], *, actor: Actor, at: datetime) -> list[AlarmLine]:
    """Alarms in words, in a fixed number of questions; the caller has asked for visible ones."""
    alarms = list(rows)
    timers = {one.alarm_id: one for one in AlarmTimer.objects.filter(alarm__in=alarms, taken_at=None)}
    cards = cards_of([one.person_id for one in alarms if one.person_id], at=at)
    places = full_names([one.area for one in alarms])
    return [_line(one, timers.get(one.pk), cards.get(one.person_id or 0), places[one.area], actor) for one in alarms]


def cards_of(person_ids: list[int], *, at: datetime) -> dict[int, PersonCard]:
    """Cards of persons whose alarms the caller may see, whatever the register lets them see; whoever turned out to be
    somebody known has the card of who stands for both."""
    cards = _cards(person_ids, at)
    merged = set(person_ids) - cards.keys()
    keepers = keepers_of_all(merged) if merged else {}
    standing = _cards(set(keepers.values()), at)
    return cards | {person: standing[keepers[person]] for person in merged if keepers.get(person) in standing}


def _cards(person_ids: Collection[int], at: datetime) -> dict[int, PersonCard]:
    people = people_visible(machine("呼叫应急"), on=day_of(at)).filter(pk__in=person_ids)
    return {card.id: card for card in person_cards(people, on=day_of(at))} if person_ids else {}


def _line(alarm: Alarm, timer: AlarmTimer | None, card: PersonCard | None, area_name: str, actor: Actor) -> AlarmLine:
    state, outcome = State(alarm.state), rules().outcomes.get(alarm.outcome)
    return AlarmLine(
        alarm.pk, alarm.person_id, card.name_masked if card else "", alarm.kind, event_name(alarm.kind),
        rules().severity(alarm.severity).name, alarm.order, area_name, alarm.state, STATE_WORDS[state], TONES[state],
        alarm.acknowledged_by_name, bool(actor.user_id) and alarm.acknowledged_by_id == actor.user_id, alarm.raised_at,
        alarm.times_raised, alarm.cleared_at is not None, alarm.exhausted_at is not None, _next_words(alarm, timer),
        timer.due_at if timer else None, outcome.name if outcome else "",
    )  # fmt: skip


def _next_words(alarm: Alarm, timer: AlarmTimer | None) -> str:
    if timer is None:
        return ""
    if timer.what == What.CALL and timer.number is not None:
        return call_words(chain_of(alarm.chain).calls[timer.number].who)
    return WHAT_WORDS[What(timer.what)]


def steps_of(alarm_id: int) -> list[StepLine]:
    """The log of an alarm, latest first. The caller has asked who may see."""
    names = {code: one.name for code, one in rules().outcomes.items()}
    rows = AlarmStep.objects.filter(alarm=alarm_id).order_by("-pk")
    return [_step(row, names) for row in rows]


def _step(row: AlarmStep, outcomes: dict[str, str]) -> StepLine:
    what, is_named = step_words(row.verb, row.data, outcomes), row.verb in OF_RESPONDERS and row.note
    who = "自动" if row.verb in BY_ITSELF else row.by_name
    return StepLine(f"{what}：{row.note}" if is_named else what, who, row.at, "" if is_named else row.note)


def dispatches_of(alarm_id: int) -> list[Dispatch]:
    """Who was sent, latest first. The caller has asked who may see."""
    return list(Dispatch.objects.filter(alarm=alarm_id).select_related("responder").order_by("-pk"))


def own_dispatches(actor: Actor) -> list[Dispatch]:
    """Where a responder is sent now."""
    rows = Dispatch.objects.visible_to(actor).filter(ended_at=None, responder__user_id=actor.user_id or 0)
    return list(rows.select_related("alarm", "responder").order_by("sent_at"))


def watch(*, at: datetime) -> Watch:
    """The last signs of life of timers and watchdog; the older one counts."""
    pulses, deaf = {one.name: one for one in Pulse.objects.all()}, outages()
    if len(pulses) < 2:
        return Watch(True, None, deaf=deaf)
    seen = min(one.at for one in pulses.values())
    found = pulses["watchdog"].found if "watchdog" in pulses else {}
    is_silent = at - seen > timedelta(seconds=rules().watch["silence_seconds"])
    counts = {name: int(found.get(name, 0)) for name in ("open", "repaired", "late")}
    return Watch(is_silent, seen, deaf=deaf, **counts)


def newest() -> str:
    """A word that changes with every step of any alarm: the last number, and how many there are near it.

    The count tells of a step whose transaction ended after that of a later number.
    """
    last = AlarmStep.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return f"{last}-{AlarmStep.objects.filter(pk__gt=last - 500).count()}"
