"""A visitor's round as the phone keeps it, and what the phone sends back: each visit once, answered on its own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yinling.care.visits.domain.marks import BadMark, read_mark
from yinling.care.wellbeing.actions.visiting import Told, visit
from yinling.care.wellbeing.domain.states import StepRefused, Way
from yinling.care.wellbeing.queries.rounds import StopLine, day_round
from yinling.design.speech import say
from yinling.foundation.documents.actions import FileRefused
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.registry.queries import contact_of
from yinling.portals.field.visit_items import Raw, Sender, check_text, picture_in

KEY_LENGTH_MAX, FINDINGS_MAX = 36, 20


@dataclass(frozen=True)
class RoundStop:
    """One to be visited, masked. `place` is (longitude, latitude).

    `address` and `phone` are None where the phone has them already.
    """

    id: int
    number: int
    on: str
    person: str
    age: int | None
    area: str
    why: str
    due: str
    arrives: str
    is_urgent: bool
    days_late: int
    place: tuple[float, float] | None
    address: str | None
    phone: str | None


def phone_round(*, actor: Actor, at: datetime, has: Collection[int] = ()) -> list[RoundStop]:
    """Today's round in its order. Addresses and telephones are read, and logged, unless in `has`."""
    return [_stop(line, actor, at, has) for line in day_round(actor=actor, on=day_of(at))]


def _stop(line: StopLine, actor: Actor, at: datetime, has: Collection[int]) -> RoundStop:
    target = line.target
    told = None if target.id in has else contact_of(
        target.person_id, actor=actor, reason=_("手机里的当天探访名单"), at=at
    )  # fmt: skip
    return RoundStop(
        id=target.id, number=line.number, on=day_of(at).isoformat(), person=target.card.name_masked, age=target.age,
        area=target.card.area_name, why=target.why, due=target.due_on.isoformat(), arrives=line.arrives,
        is_urgent=line.is_urgent, days_late=target.days_late, place=line.place,
        address=told.address if told else None, phone=told.phone if told else None,
    )  # fmt: skip


def take(items: list[Any], sender: Sender) -> list[dict[str, str]]:
    """One answer for each visit, in their order; one that is refused hinders no other."""
    return [_answer(raw if isinstance(raw, dict) else {}, sender) for raw in items]


def _answer(raw: Raw, sender: Sender) -> dict[str, str]:
    key = str(raw.get("key") or "")[:KEY_LENGTH_MAX]
    try:
        target_id, told = _told(raw, sender.at)
        kept = visit(target_id, told, by=sender.by, at=sender.at)
    except (BadMark, FileRefused) as bad:
        return {"key": key, "outcome": "refused", "reason": str(bad)}
    except StepRefused as refused:
        return {"key": key, "outcome": "refused", "reason": say(refused.words)}
    return {"key": key, "outcome": "accepted" if kept.at == sender.at else "already", "told": ""}


def _told(raw: Raw, at: datetime) -> tuple[int, Told]:
    """Whom, and what was found, on the day on which the phone kept it. Raises BadMark."""
    check_text(raw)
    sent = read_mark({**raw, "kind": "note"})
    findings = raw.get("findings")
    if len(sent.key) > KEY_LENGTH_MAX:
        raise BadMark("key：编号太长")
    if not isinstance(findings, list) or not all(isinstance(one, str) for one in findings[:FINDINGS_MAX]):
        raise BadMark("findings：情况的写法不对")
    if raw.get("way") not in list(Way):
        raise BadMark("way：不认识的方式")
    return sent.visit_id, Told(
        findings=tuple(findings[:FINDINGS_MAX]), key=sent.key, on=min(day_of(sent.said_at), day_of(at)),
        way=Way(str(raw["way"])), note=str(sent.content.get("text", "")),
        place=None if sent.longitude is None or sent.latitude is None else (sent.longitude, sent.latitude),
        photo=picture_in(raw) if raw.get("picture") else b"",
    )  # fmt: skip
