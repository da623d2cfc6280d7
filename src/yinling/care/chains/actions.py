"""Verbs of chains: a new version is drafted, written, published from a moment on, or taken back before it begins."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

from yinling.care.chains import queries
from yinling.care.chains.domain.bodies import Body
from yinling.care.chains.domain.changes import changes
from yinling.care.chains.domain.refusals import (
    BeginsInThePast,
    ChainFaulty,
    DraftExists,
    InForceAlready,
    MomentTaken,
    NothingChanged,
    ReasonNeeded,
)
from yinling.care.chains.events import ChainPublished, ChainWithdrawn
from yinling.care.chains.models import Version, VersionState
from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import NotPermitted, NotThere
from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import announce, notify
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import Actor
from yinling.kernel.area import contains

MANAGE = "chains.manage"
AHEAD_MAX = timedelta(days=366)
TOLD = "报警的升级办法有新版本，以前的报警照旧"


@transaction.atomic
def start_draft(chain: str, *, by: Actor, at: datetime) -> Version:
    """A draft that says what is in force. Raises DraftExists, NotPermitted, NotThere."""
    _permit(by)
    if chain not in queries.rules().chains:
        raise NotThere()
    body = queries.body_at(chain, at=at)
    try:
        with transaction.atomic():
            draft = Version.objects.create(
                pack=settings.PACK, chain=chain, body=body, drafted_by_name=by.name, drafted_at=at
            )
    except IntegrityError as exists:
        raise DraftExists(queries.name_of(chain)) from exists
    _record(draft, "start_draft", by=by, at=at)
    return draft


@transaction.atomic
def write(
    version_id: int, body: Body, *, reason: str, in_force_from: datetime | None, by: Actor, at: datetime
) -> Version:
    """Keeps a draft as it is typed; it may be wrong until it is published. Raises NotPermitted, NotThere."""
    draft = _locked(version_id, VersionState.DRAFT, by)
    draft.body, draft.reason, draft.in_force_from = body, reason.strip()[:300], in_force_from
    draft.save()
    return draft


@transaction.atomic
def discard(version_id: int, *, by: Actor, at: datetime) -> None:
    """Nobody goes on with a draft. Raises NotPermitted, NotThere."""
    _withdraw(_locked(version_id, VersionState.DRAFT, by), "discard_draft", by=by, at=at)


@transaction.atomic
def publish(version_id: int, *, by: Actor, at: datetime) -> Version:
    """A draft holds from its moment on, at once where it names none; alarms that run keep theirs.

    Raises ChainFaulty, ReasonNeeded, NothingChanged, BeginsInThePast, MomentTaken, NotPermitted, NotThere.
    """
    draft = _locked(version_id, VersionState.DRAFT, by)
    begins = draft.in_force_from or at
    if faults := queries.faults_of(draft.body):
        raise ChainFaulty(faults)
    if not draft.reason:
        raise ReasonNeeded()
    if not at <= begins <= at + AHEAD_MAX:
        raise BeginsInThePast()
    if not changes(queries.body_at(draft.chain, at=begins), draft.body):
        raise NothingChanged()
    last = Version.objects.filter(pack=draft.pack, chain=draft.chain).aggregate(last=Max("number"))["last"]
    draft.number = (last or queries.FIRST) + 1
    draft.state, draft.in_force_from = VersionState.PUBLISHED, begins
    draft.published_by_name, draft.published_at = by.name, at
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as taken:
        raise MomentTaken() from taken
    told = {"number": draft.number, "in_force_from": begins.isoformat(), "body": draft.body}
    _record(draft, "publish", by=by, at=at, after=told)
    notify(text=TOLD, link="/alarms/", at=at, role="call_operator", area=load_pack(draft.pack).area)
    announce(ChainPublished(draft.chain, draft.number, begins), by=by, at=at)
    return draft


@transaction.atomic
def withdraw(version_id: int, *, by: Actor, at: datetime) -> None:
    """A version that has not begun will not begin. Raises InForceAlready, NotPermitted, NotThere."""
    planned = _locked(version_id, VersionState.PUBLISHED, by)
    if planned.in_force_from is None or planned.in_force_from <= at:
        raise InForceAlready()
    _withdraw(planned, "withdraw", by=by, at=at)
    announce(ChainWithdrawn(planned.chain, planned.number or 0), by=by, at=at)


def _withdraw(row: Version, verb: str, *, by: Actor, at: datetime) -> None:
    row.state, row.withdrawn_by_name, row.withdrawn_at = VersionState.WITHDRAWN, by.name, at
    row.save()
    _record(row, verb, by=by, at=at)


def _permit(by: Actor) -> None:
    """The whole district's chains are for whoever looks after the whole district."""
    permit(by, MANAGE)
    if by.role != "machine" and not contains(by.area, load_pack(settings.PACK).area):
        raise NotPermitted()


def _locked(version_id: int, state: VersionState, by: Actor) -> Version:
    _permit(by)
    row = Version.objects.visible_to(by).select_for_update().filter(pack=settings.PACK, pk=version_id).first()
    if row is None or row.state != state:
        raise NotThere()
    return row


def _record(row: Version, verb: str, *, by: Actor, at: datetime, after: dict[str, object] | None = None) -> None:
    record(
        by=by, at=at, verb=f"chains.{verb}", subject=f"chain_version:{row.pk}", area=load_pack(row.pack).area,
        reason=row.reason, after={"chain": row.chain, **(after or {})},
    )  # fmt: skip
