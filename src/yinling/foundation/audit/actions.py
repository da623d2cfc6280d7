"""Verbs of the audit: both append one row to a chain, inside the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from yinling.foundation.audit.domain.chain import BEGINNING, link, plain
from yinling.foundation.audit.models import Book, ChainHead, Change, Read, Row
from yinling.foundation.audit.queries import content_of
from yinling.kernel.actor import Actor

ROWS_AT_ONCE = 500


class ChainForked(Exception):
    """Another writer moved the head although it was locked; the transaction must be repeated."""


def record(
    *,
    by: Actor,
    at: datetime,
    verb: str,
    subject: str,
    area: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Keeps a change. Personal values are masked by the caller, or only named."""
    row = Change(verb=verb, subject=subject, area=area, reason=_text(reason))
    row.before = None if before is None else plain(before)
    row.after = None if after is None else plain(after)
    _append(Book.CHANGES, [row], by=by, at=at)


@dataclass(frozen=True)
class Changed:
    """One of many changes by the same verb."""

    subject: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str = ""
    area: str = ""


def record_all(changes: Sequence[Changed], *, by: Actor, at: datetime, verb: str) -> None:
    """Keeps many changes, each in its own row, with one hold of the book."""
    rows = [
        Change(
            verb=verb, subject=one.subject, area=one.area, reason=_text(one.reason), before=plain(one.before),
            after=plain(one.after),
        )
        for one in changes
    ]  # fmt: skip
    _append(Book.CHANGES, rows, by=by, at=at)


def record_read(
    *, by: Actor, at: datetime, subject: str, fields: Sequence[str], area: str = "", reason: str = ""
) -> None:
    """Keeps that personal data was looked at: the names of the fields, never their values."""
    row = Read(subject=subject, area=area, reason=_text(reason), fields=plain(list(fields)))
    _append(Book.READS, [row], by=by, at=at)


@transaction.atomic(savepoint=False)
def _append(book: str, rows: Sequence[Row], *, by: Actor, at: datetime) -> None:
    head = _locked_head(book)
    length, last = head.length, head.hash
    for row in rows:
        row.number, row.previous_hash = length + 1, last
        row.at, row.user_id, row.user_name, row.role = at, by.user_id, _text(by.name), by.role
        row.hash = link(last, content_of(row))
        length, last = row.number, row.hash
    if rows:
        type(rows[0]).objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    moved = ChainHead.objects.filter(book=book, length=head.length).update(length=length, hash=last)
    if not moved:
        raise ChainForked(book)


def _locked_head(book: str) -> ChainHead:
    locked = ChainHead.objects.select_for_update().filter(book=book)
    if (head := locked.first()) is not None:
        return head
    ChainHead.objects.get_or_create(book=book, defaults={"hash": BEGINNING})
    return locked.get()


def _text(text: str) -> str:
    """PostgreSQL keeps no NUL."""
    return str(text).replace("\0", "")
