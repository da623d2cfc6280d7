"""What a carer's phone sends: each record is read with care, kept by its own verb, and answered on its own."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from yinling.care.orders.domain.states import NotPermitted, NotThere, StepRefused, WrongState
from yinling.care.visits.actions.carrying_out import keep_picture, mark
from yinling.care.visits.actions.ending import tell_trouble
from yinling.care.visits.actions.left_over import LeftOver, tell_left_over
from yinling.care.visits.domain.marks import BadMark, Sent, read_mark
from yinling.care.visits.queries.field import why_gone
from yinling.design.speech import say
from yinling.foundation.documents.actions import FileRefused
from yinling.gateways.filetypes import IMAGES, sniff
from yinling.kernel.actor import Actor
from yinling.kernel.dates import SHANGHAI
from yinling.portals.field.carer_day import is_ticket

ITEMS_MAX = 50
PICTURE_BYTES_MAX = 1_000_000
TICKET_LENGTH_MAX = 200
PICTURES = ("photo", "signature")
TROUBLES = (
    "elder_unwell", "fall", "nobody_home", "danger_at_home", "abuse", "carer_in_need", "cannot_go", "other",
)  # fmt: skip
LATE_AFTER, SAID_WITHIN = timedelta(minutes=10), timedelta(days=366)
RECORD_LENGTH_MAX = 20_000
Raw = Mapping[str, Any]
Told = dict[str, str]


@dataclass(frozen=True)
class Sender:
    """Who sends, and when it came."""

    by: Actor
    at: datetime


def take(items: list[Any], sender: Sender) -> list[dict[str, str]]:
    """One answer for each record, in their order; one that is refused hinders no other."""
    return [_answer(raw if isinstance(raw, dict) else {}, sender) for raw in items]


def _answer(raw: Raw, sender: Sender) -> dict[str, str]:
    key = str(raw.get("key") or "")[:64]
    try:
        sent = _read(raw, sender.at)
        return {"key": key, **_keeper(str(raw["kind"]))(raw, sent, sender)}
    except (BadMark, FileRefused) as bad:
        return _refused(key, str(bad))
    except (NotThere, WrongState, NotPermitted):
        return _refused(key, say(why_gone(_number(raw.get("visit")), actor=sender.by)))
    except StepRefused as refused:
        return _refused(key, say(refused.words))


def _refused(key: str, reason: str) -> dict[str, str]:
    return {"key": key, "outcome": "refused", "reason": reason}


def _kept(kept_at: datetime, sender: Sender, told: str = "") -> Told:
    """A record that was kept at another moment than now came before."""
    return {"outcome": "accepted" if kept_at == sender.at else "already", "told": told}


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63 else 0


def _read(raw: Raw, at: datetime) -> Sent:
    """The record's key, visit, time and place; a kind that is none of a mark's is read as a note. Raises BadMark."""
    check_text(raw)
    is_mark = raw.get("kind") not in (*PICTURES, "trouble", "left_over")
    sent = read_mark(raw if is_mark else {**raw, "kind": "note"})
    if abs(at - sent.said_at) > SAID_WITHIN:
        raise BadMark("said_at：手机的日期不对，请校准后联系办公室")
    return sent


def check_text(raw: Raw) -> None:
    """No text that a database cannot keep, none without end: one such record must not stop the others."""
    try:
        text = json.dumps({name: raw[name] for name in raw if name != "picture"}, ensure_ascii=False, allow_nan=False)
        text.encode()
    except ValueError as fault:
        raise BadMark("有不能识别的字符") from fault
    if len(text) > RECORD_LENGTH_MAX or "\\u0000" in text:
        raise BadMark("太长，或者有不能识别的字符")


def _keeper(kind: str) -> Callable[[Raw, Sent, Sender], Told]:
    own = {"photo": _picture, "signature": _picture, "trouble": _trouble, "left_over": _left_over}
    return own.get(kind, _mark)


def _mark(_raw: Raw, sent: Sent, sender: Sender) -> Told:
    row = mark(sent, by=sender.by, at=sender.at)
    is_wrong = bool(sent.code) and not row.is_code_right
    told = _("扫到或输入的码与这家门口的码不符，请核对；没有定位的话，这次凭证不算数。") if is_wrong else ""
    return _kept(row.received_at, sender, told)


def _picture(raw: Raw, sent: Sent, sender: Sender) -> Told:
    row = keep_picture(
        visit_id=sent.visit_id, kind=str(raw["kind"]), key=sent.key, content=picture_in(raw), said_at=sent.said_at,
        by=sender.by, at=sender.at,
    )  # fmt: skip
    return _kept(row.received_at, sender)


def picture_in(raw: Raw) -> bytes:
    """The picture. Raises BadMark."""
    value = raw.get("picture")
    if not isinstance(value, str) or not value:
        raise BadMark("picture：缺少照片")
    if len(value) > PICTURE_BYTES_MAX * 4 // 3 + 4:
        raise BadMark("picture：照片太大")
    try:
        content = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise BadMark("picture：照片不完整") from fault
    if sniff(content) not in IMAGES:
        raise BadMark("picture：不是照片")
    return content


def _trouble(raw: Raw, sent: Sent, sender: Sender) -> Told:
    """Danger is told even of a visit that has gone to somebody else meanwhile."""
    kind, text = raw.get("trouble"), _text(sent, sender.at)
    if kind not in TROUBLES:
        raise BadMark("trouble：请选择是什么情况")
    try:
        row = tell_trouble(
            visit_id=sent.visit_id, kind=str(kind), text=text, key=sent.key, by=sender.by, at=sender.at
        )  # fmt: skip
    except NotThere:
        return _tell(raw, LeftOver(sent.visit_id, sent.key, text, kind=str(kind)), sender)
    return _kept(row.told_at, sender)


def _left_over(raw: Raw, sent: Sent, sender: Sender) -> Told:
    content = picture_in(raw) if raw.get("picture") else b""
    return _tell(raw, LeftOver(sent.visit_id, sent.key, _text(sent, sender.at), content), sender)


def _tell(raw: Raw, left: LeftOver, sender: Sender) -> Told:
    """A note about a visit that is the carer's no longer: only with the ticket that came with it."""
    ticket = str(raw.get("ticket") or "")[:TICKET_LENGTH_MAX]
    if not is_ticket(ticket, visit_id=left.visit_id, actor=sender.by):
        raise NotPermitted()
    return _kept(tell_left_over(left, by=sender.by, at=sender.at).told_at, sender)


def _text(sent: Sent, at: datetime) -> str:
    """What was written; what reaches us late says when it was written."""
    text = str(sent.content.get("text", ""))
    if at - sent.said_at <= LATE_AFTER:
        return text
    return f"（{sent.said_at.astimezone(SHANGHAI):%m-%d %H:%M} 记下）{text}"
