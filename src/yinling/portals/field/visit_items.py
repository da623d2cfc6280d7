"""What a carer's phone sends: each record is read with care, kept by its own verb, and answered on its own."""

import base64
import binascii
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
from yinling.care.visits.queries.field import is_code_right, keys_kept, why_gone
from yinling.design.speech import say
from yinling.foundation.documents.actions import FileRefused
from yinling.gateways.filetypes import IMAGES, sniff
from yinling.kernel.actor import Actor
from yinling.kernel.dates import SHANGHAI

ITEMS_MAX = 50
PICTURE_BYTES_MAX = 1_000_000
TICKET_LENGTH_MAX = 200
PICTURES = ("photo", "signature")
TROUBLES = (
    "elder_unwell", "fall", "nobody_home", "danger_at_home", "abuse", "carer_in_need", "cannot_go", "other",
)  # fmt: skip
LATE_AFTER = timedelta(minutes=10)
Raw = Mapping[str, Any]


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
        sent = _read(raw)
        is_known = bool(keys_kept([sent.key], actor=sender.by))
        _keeper(str(raw["kind"]))(raw, sent, sender)
    except (BadMark, FileRefused) as bad:
        return {"key": key, "outcome": "refused", "reason": str(bad)}
    except (NotThere, WrongState, NotPermitted):
        reason = why_gone(_number(raw.get("visit")), actor=sender.by)
        return {"key": key, "outcome": "refused", "reason": say(reason)}
    except StepRefused as refused:
        return {"key": key, "outcome": "refused", "reason": say(refused.words)}
    return {"key": key, "outcome": "already" if is_known else "accepted", "told": _told(raw)}


def _told(raw: Raw) -> str:
    """What the carer should know of a record that was kept."""
    if not raw.get("code") or is_code_right(str(raw["key"])):
        return ""
    return _("扫到或输入的码与这家门口的码不符，请核对；没有定位的话，这次凭证不算数。")


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63 else 0


def _read(raw: Raw) -> Sent:
    """The record's key, visit, time and place; a kind that is none of a mark's is read as a note. Raises BadMark."""
    kind = raw.get("kind")
    if kind in (*PICTURES, "trouble", "left_over"):
        return read_mark({**raw, "kind": "note"})
    return read_mark(raw)


def _keeper(kind: str) -> Callable[[Raw, Sent, Sender], None]:
    own = {"photo": _picture, "signature": _picture, "trouble": _trouble, "left_over": _left_over}
    return own.get(kind, _mark)


def _mark(_raw: Raw, sent: Sent, sender: Sender) -> None:
    mark(sent, by=sender.by, at=sender.at)


def _picture(raw: Raw, sent: Sent, sender: Sender) -> None:
    keep_picture(
        visit_id=sent.visit_id, kind=str(raw["kind"]), key=sent.key, content=_content(raw), said_at=sent.said_at,
        by=sender.by, at=sender.at,
    )  # fmt: skip


def _content(raw: Raw) -> bytes:
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


def _trouble(raw: Raw, sent: Sent, sender: Sender) -> None:
    """Danger is told even of a visit that has gone to somebody else meanwhile."""
    kind, text = raw.get("trouble"), _text(sent, sender.at)
    if kind not in TROUBLES:
        raise BadMark("trouble：请选择是什么情况")
    told = {"visit_id": sent.visit_id, "key": sent.key, "text": text, "kind": str(kind)}
    try:
        tell_trouble(**told, by=sender.by, at=sender.at)
    except NotThere:
        tell_left_over(LeftOver(**told, ticket=_ticket(raw)), by=sender.by, at=sender.at)


def _left_over(raw: Raw, sent: Sent, sender: Sender) -> None:
    content = _content(raw) if raw.get("picture") else b""
    left = LeftOver(sent.visit_id, sent.key, _ticket(raw), _text(sent, sender.at), content)
    tell_left_over(left, by=sender.by, at=sender.at)


def _ticket(raw: Raw) -> str:
    return str(raw.get("ticket") or "")[:TICKET_LENGTH_MAX]


def _text(sent: Sent, at: datetime) -> str:
    """What was written; what reaches us late says when it was written."""
    text = str(sent.content.get("text", ""))
    if at - sent.said_at <= LATE_AFTER:
        return text
    return f"（{sent.said_at.astimezone(SHANGHAI):%m-%d %H:%M} 记下）{text}"
