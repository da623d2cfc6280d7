"""What the public may read: notices with their masked lines. Nothing here asks for an actor; all of it is public."""

from dataclasses import dataclass
from datetime import date, timedelta

from yinling.needs.casework.models import NoticeLine, PublicNotice
from yinling.needs.casework.queries.procedure import programme_name
from yinling.people.places.queries import names_of

NOTICES_MAX = 20


@dataclass(frozen=True)
class PublicLine:
    """One person in a notice, masked."""

    id: int
    name_masked: str
    id_number_masked: str
    town: str
    programme: str
    public_fen: int


@dataclass(frozen=True)
class NoticeView:
    """One notice. `objection_last` is the last day on which objections are taken."""

    id: int
    number: str
    title: str
    objection_from: date
    objection_last: date
    is_open: bool
    lines: list[PublicLine]


def public_notices(on: date) -> list[NoticeView]:
    """Notices on show: those still open to objection, newest first."""
    found = PublicNotice.objects.filter(objection_until__gt=on).prefetch_related("lines__case").order_by("-pk")
    return [_view(notice, on) for notice in found[:NOTICES_MAX]]


def public_line(line_id: int, *, on: date) -> tuple[PublicLine, int] | None:
    """A line that is still open to objection, and its case."""
    line = NoticeLine.objects.filter(
        pk=line_id, taken_down_at=None, notice__objection_until__gt=on
    ).first()  # fmt: skip
    return (_lines([line])[0], line.case_id) if line else None


def _view(notice: PublicNotice, on: date) -> NoticeView:
    return NoticeView(
        id=notice.pk, number=notice.number, title=notice.title, objection_from=notice.objection_from,
        objection_last=notice.objection_until - timedelta(days=1), is_open=on < notice.objection_until,
        lines=_lines([line for line in notice.lines.all() if line.taken_down_at is None]),
    )  # fmt: skip


def _lines(lines: list[NoticeLine]) -> list[PublicLine]:
    towns = names_of([line.town for line in lines])
    return [
        PublicLine(
            id=line.pk,
            name_masked=line.name_masked,
            id_number_masked=line.id_number_masked,
            town=towns[line.town],
            programme=programme_name(line.case.programme),
            public_fen=line.municipal_fen + line.district_fen,
        )  # fmt: skip
        for line in lines
    ]
