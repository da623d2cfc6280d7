"""How far an alarm has climbed, whom each call reached, and how long the answer took against the limits."""

from dataclasses import dataclass
from datetime import datetime

from yinling.care.alarms.domain.chain import What, chain_of
from yinling.care.alarms.domain.words import reached_words
from yinling.care.alarms.models import Alarm, AlarmStep, AlarmTimer
from yinling.care.alarms.queries.lists import rules
from yinling.care.chains.domain.chain import WHO_WORDS

TIMES = (("受理", "first_acknowledged_at", "answer_seconds"), ("派人", "first_sent_at", "dispatch_seconds"),
         ("到场", "first_arrived_at", "arrival_seconds"))  # fmt: skip


@dataclass(frozen=True)
class CallLine:
    """One call of an alarm's chain: told at `done_at`, the next one at `due_at`, or neither yet."""

    label: str
    state: str
    done_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True)
class Time:
    """How long something took from the call on; `seconds` None: it did not happen."""

    words: str
    seconds: int | None
    limit: int

    @property
    def is_in_time(self) -> bool:
        """Whether it kept to the limit."""
        return self.seconds is not None and self.seconds <= self.limit


def call_lines(alarm: Alarm) -> list[CallLine]:
    """Every call of the chain that the alarm keeps, in order. The caller has asked who may see the alarm."""
    told = {step.data["number"]: step for step in AlarmStep.objects.filter(alarm=alarm, verb="tell")}
    timer = AlarmTimer.objects.filter(alarm=alarm, taken_at=None, what=What.CALL.value).first()
    found = []
    for number, call in enumerate(chain_of(alarm.chain).calls):
        step, is_next = told.get(number), bool(timer and timer.number == number)
        words = f"{WHO_WORDS[call.who]}{reached_words(call.who, step.data) if step else ''}"
        state = "done" if step else "current" if is_next else "ahead"
        found.append(CallLine(words, state, step.at if step else None, timer.due_at if timer and is_next else None))
    return found


def times_of(alarm: Alarm) -> list[Time]:
    """Answer, dispatch and arrival; a ticket has no limits. Without a dispatch only the answer counts."""
    limits, wanted = rules().limits, TIMES if alarm.first_sent_at is not None else TIMES[:1]
    return [Time(words, _seconds(alarm, name), limits[limit]) for words, name, limit in wanted]


def _seconds(alarm: Alarm, name: str) -> int | None:
    at = getattr(alarm, name)
    return None if at is None else max(0, int((at - alarm.raised_at).total_seconds()))
