"""What an older person and those who act for them may see of their calls for help: what became of each, no names."""

from dataclasses import dataclass
from datetime import datetime

from yinling.care.alarms.domain.states import State
from yinling.care.alarms.models import Alarm
from yinling.care.alarms.queries.lists import TICKET_ORDER, rules
from yinling.care.devices.queries.readings import event_name
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.registry.queries import is_represented

SHOWN = 10
NOW = {
    State.RAISED: "还没有人接，正在一级一级通知",
    State.ACKNOWLEDGED: "呼叫中心接了，正在处理",
    State.SENT: "已经派人过来",
    State.ON_THE_SPOT: "人已经到了",
    State.OUTCOME: "处理好了",
    State.CLOSED: "结束了",
}
AGAIN = "还没有处理好，正在再找人"


@dataclass(frozen=True)
class CallForHelp:
    """One call: what it was, how it stands or ended, and when somebody answered, set out and arrived."""

    kind_words: str
    raised_at: datetime
    is_open: bool
    now_words: str
    answered_at: datetime | None
    sent_at: datetime | None
    arrived_at: datetime | None
    outcome_words: str


def calls_for_help(person_id: int, *, actor: Actor, at: datetime) -> list[CallForHelp]:
    """The latest ten, newest first; nothing for those who do not act for the person."""
    if not is_represented(person_id, actor=actor, on=day_of(at)):
        return []
    rows = Alarm.objects.filter(person=person_id, order__lt=TICKET_ORDER).order_by("-raised_at", "-pk")[:SHOWN]
    return [_call(row) for row in rows]


def _call(row: Alarm) -> CallForHelp:
    outcome = rules().outcomes.get(row.outcome)
    is_again = row.state == State.RAISED and row.first_acknowledged_at is not None
    return CallForHelp(
        event_name(row.kind), row.raised_at, row.closed_at is None, AGAIN if is_again else NOW[State(row.state)],
        row.first_acknowledged_at, row.first_sent_at, row.first_arrived_at, outcome.name if outcome else "",
    )  # fmt: skip
