"""A call desk in memory: the same lives and timers as the stored one, without a database, for many interleavings."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from yinling.care.alarms.domain import life as lives
from yinling.care.alarms.domain.chain import Chain, Next, What, chain_of, is_due
from yinling.care.alarms.domain.life import Life, Owner
from yinling.care.alarms.domain.states import State


@dataclass
class Timer:
    """An alarm's next step; `taken` once a worker has it."""

    what: What
    number: int | None
    due_at: datetime
    taken: bool = False


@dataclass
class Kept:
    """An alarm with its copy of the chain, its timers and what was done to it."""

    key: tuple[str, str]
    life: Life
    chain: Chain
    timers: list[Timer] = field(default_factory=list)
    log: list[tuple[str, State, datetime]] = field(default_factory=list)
    told: list[int] = field(default_factory=list)
    raised: int = 1

    @property
    def open_timers(self) -> list[Timer]:
        """Those that nobody has taken."""
        return [one for one in self.timers if not one.taken]


class Memory:
    """Open and closed alarms; `written` is the chain as policy has it now, which may be edited."""

    def __init__(self, written: dict) -> None:
        self.written, self.alarms = written, []

    def opened(self) -> list[Kept]:
        """Alarms that nobody has closed."""
        return [one for one in self.alarms if one.life.state is not State.CLOSED]

    def raise_(self, key: tuple[str, str], at: datetime) -> Kept:
        """A new alarm, or the open one of that source and kind."""
        known = next((one for one in self.opened() if one.key == key), None)
        if known is None:
            known = Kept(key, lives.begun(at), chain_of(self.written))
            self.alarms.append(known)
            return self.keep(known, known.life, "raise", at)
        known.raised += 1
        return self.keep(known, lives.again(known.life, at=at), "join", at)

    def keep(self, alarm: Kept, life: Life, verb: str, at: datetime) -> Kept:
        """As `actions.keeping.keep`."""
        alarm.life = life
        alarm.log.append((verb, life.state, at))
        due = life.next(alarm.chain, at)
        for timer in alarm.open_timers:
            if due is None or (timer.what, timer.number, timer.due_at) != (due.what, due.number, due.at):
                timer.taken = True
        if due is not None and not alarm.open_timers:
            alarm.timers.append(Timer(due.what, due.number, due.at))
        return alarm

    def due(self, at: datetime) -> list[tuple[Kept, Timer]]:
        """What a worker sees that asks for due timers; when it comes to them, they may be gone."""
        return [(alarm, timer) for alarm in self.alarms for timer in alarm.open_timers if timer.due_at <= at]

    def run_one(self, alarm: Kept, timer: Timer, at: datetime) -> Next | None:
        """As `actions.climbing._run_together`; what was done, None where somebody else had it."""
        if timer.taken or timer.due_at > at:
            return None
        timer.taken = True
        due = alarm.life.next(alarm.chain, at)
        if due is None or not is_due(due, timer.what, timer.number, at):
            self.keep(alarm, alarm.life, "reset", at)
            return None
        if due.what is What.CALL:
            alarm.told.append(due.number)
        self.keep(alarm, lives.stepped(alarm.life, due, at=at), due.what.value, at)
        return due

    def watch(self, at: datetime) -> None:
        """As `actions.watching.watchdog`: a timer that is later than the step should be is set anew."""
        for alarm in self.opened():
            due = alarm.life.next(alarm.chain, at)
            [timer] = alarm.open_timers
            if (timer.what, timer.number) != (due.what, due.number) or timer.due_at > max(due.at, at):
                self.keep(alarm, alarm.life, "repair", at)


OPERATORS = [Owner(1, "测话务员甲"), Owner(2, "测话务员乙")]
RESPONDER = Owner(3, "测响应人员")
LONG = timedelta(days=30)
