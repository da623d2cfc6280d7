"""The proof of one visit for those who pay for it: when, how long, how the door was known; nothing about health."""

from dataclasses import dataclass
from datetime import datetime

from yinling.care.visits.queries.visits import MarkLine, VisitLine, marks_of, visit_line, visits_visible
from yinling.foundation.access.queries import within
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.oversight.evidence.queries.visits import CHECKS, DONE


@dataclass(frozen=True)
class ProofPage:
    """A visit that was done; the person is masked, what carers wrote and pictures stay with the provider.

    `steps` are (what, how the door was known, said at, received at).
    """

    line: VisitLine
    area: str
    started_at: datetime
    ended_at: datetime
    minutes_counted: int | None
    steps: tuple[tuple[str, str, datetime, datetime], ...]
    tasks_done: int


def proof(visit_id: int, *, actor: Actor, at: datetime) -> ProofPage | None:
    """One proof; None if there is none in the actor's area."""
    row = visits_visible(CHECKS, on=day_of(at)).filter(within(actor), DONE, pk=visit_id).first()
    line = visit_line(visit_id, actor=CHECKS, at=at) if row else None
    if row is None or line is None or row.started_at is None or row.ended_at is None:
        return None
    marks = marks_of(visit_id, actor=CHECKS, at=at)
    return ProofPage(
        line, row.area, row.started_at, row.ended_at, row.minutes_counted,
        steps=tuple((mark.kind_words, mark.how, mark.said_at, mark.received_at) for mark in marks),
        tasks_done=sum(_tasks_done(mark) for mark in marks),
    )  # fmt: skip


def _tasks_done(mark: MarkLine) -> int:
    return sum(words == "已做" for _name, words in mark.tasks)
