"""A ticket's moves and its deadline: it ends closed or escalated, by somebody or by the clock."""

from datetime import datetime, timedelta

from yinling.care.wellbeing.domain.states import GOING_ON, StepRefused, TicketState
from yinling.kernel.dates import WorkCalendar, day_moment, day_of

MOVES: dict[str, tuple[tuple[TicketState, ...], TicketState]] = {
    "assign": (GOING_ON, TicketState.ASSIGNED),
    "take": ((TicketState.OPEN, TicketState.ASSIGNED), TicketState.IN_HAND),
    "close": ((*GOING_ON, TicketState.ESCALATED), TicketState.CLOSED),
    "escalate": (GOING_ON, TicketState.ESCALATED),
}
VERB_WORDS = {
    "open": "开单",
    "assign": "指派",
    "take": "开始办",
    "close": "办结",
    "escalate": "升级",
    "follow": "随人转来",
}
OFFICE_ENDS = 18 * 60


def moved(state: TicketState, verb: str) -> TicketState:
    """Where a verb leads. Raises StepRefused."""
    from_, to = MOVES[verb]
    if state not in from_:
        raise StepRefused("工单已经办结或升级，不能再这样做")
    return to


def verbs_from(state: TicketState) -> list[str]:
    """What can be done now."""
    return [verb for verb, (from_, _to) in MOVES.items() if state in from_]


def deadline(opened: datetime, *, hours: int, working_days: int, calendar: WorkCalendar) -> datetime:
    """Hours from the moment, or the close of business of the last working day; the day of opening is not counted."""
    if hours:
        return opened + timedelta(hours=hours)
    return day_moment(calendar.add_working_days(day_of(opened), working_days), OFFICE_ENDS)


def is_overdue(state: TicketState, due: datetime, at: datetime) -> bool:
    """Whether the clock must take it up a level."""
    return state in GOING_ON and at > due
