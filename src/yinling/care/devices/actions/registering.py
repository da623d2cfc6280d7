"""The register: a device comes, changes, goes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from yinling.care.devices.domain.refusals import AccountTaken, DeviceRefused
from yinling.care.devices.domain.states import DEVICE_MOVES
from yinling.care.devices.models import Device, DeviceRecord, DeviceSeen
from yinling.care.devices.queries.finding import forget_accounts, rules
from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import NotThere, after
from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.kernel.dates import day_of

MANAGE = "devices.manage"
SECONDS_MIN, SECONDS_MAX = 10, 7 * 86_400


@dataclass(frozen=True)
class DeviceDetails:
    """What is written down of a device. An empty secret: none is known, or it stays as it is."""

    kind: str
    protocol: str
    account: str
    area: str
    serial: str = ""
    label: str = ""
    secret: str = ""
    expected_seconds: int | None = None


@transaction.atomic
def register(details: DeviceDetails, *, by: Actor, at: datetime) -> Device:
    """A device comes into store. Raises DeviceRefused, AccountTaken, NotPermitted, NotThere."""
    permit(by, MANAGE)
    _check(details, by)
    if Device.objects.filter(protocol=details.protocol, account=details.account).exists():
        raise AccountTaken(details.account)
    made = Device.objects.create(**asdict(details), registered_at=at, registered_by_name=by.name)
    DeviceSeen.objects.create(device=made)
    keep_step(made, "register", {}, by=by, at=at)
    return made


@transaction.atomic
def change(details: DeviceDetails, *, device_id: int, by: Actor, at: datetime) -> Device:
    """Corrects what is written down; the way and the account stay, for what was said came by them."""
    device = locked_device(device_id, by=by, at=at)
    _check(details, by)
    before = _described(device)
    device.kind, device.serial, device.label = details.kind, details.serial, details.label
    device.expected_seconds = details.expected_seconds
    device.secret = details.secret or device.secret
    if device.state == "in_store":
        device.area = details.area
    device.save()
    keep_step(device, "change", before, by=by, at=at)
    forget_accounts()
    return device


@transaction.atomic
def retire(*, device_id: int, by: Actor, at: datetime, note: str = "") -> Device:
    """A device in store will not be used again. Raises WrongState."""
    return step(locked_device(device_id, by=by, at=at), "retire", by=by, at=at, note=note)


@transaction.atomic
def restore(*, device_id: int, by: Actor, at: datetime, note: str = "") -> Device:
    """A retired device is used after all. Raises WrongState."""
    return step(locked_device(device_id, by=by, at=at), "restore", by=by, at=at, note=note)


def locked_device(device_id: int, *, by: Actor, at: datetime) -> Device:
    """The device, locked until the transaction ends. Raises NotPermitted, NotThere."""
    permit(by, MANAGE)
    seen = Device.objects.visible_to(by, on=day_of(at)).filter(pk=device_id).values("pk")
    device = Device.objects.select_for_update(of=("self",)).filter(pk__in=seen).first()
    if device is None:
        raise NotThere()
    return device


def step(
    device: Device, verb: str, *, by: Actor, at: datetime, note: str = "", after_: Mapping[str, object] | None = None
) -> Device:
    """Moves the device, keeps the step. Raises WrongState."""
    before = {"state": device.state}
    device.state = after(DEVICE_MOVES, verb, device.state)
    device.save()
    keep_step(device, verb, before, by=by, at=at, note=note, after_={"state": device.state, **(after_ or {})})
    return device


def keep_step(
    device: Device, verb: str, before: Mapping[str, object], *, by: Actor, at: datetime, note: str = "",
    after_: Mapping[str, object] | None = None,
) -> None:  # fmt: skip
    """Keeps a step, in the device's story and in the book."""
    DeviceRecord.objects.create(
        device=device, verb=verb, state=device.state, note=note[:200], by_user_id=by.user_id, by_name=by.name, at=at
    )
    record(
        by=by, at=at, verb=f"devices.{verb}", subject=f"device:{device.pk}", area=device.area, reason=note,
        before=before or None, after=_described(device) if after_ is None else after_,
    )  # fmt: skip


def _described(device: Device) -> dict[str, object]:
    """What is kept in the book: the secret only by its mask."""
    return {
        "kind": device.kind, "protocol": device.protocol, "account": device.account, "serial": device.serial,
        "label": device.label, "secret": device.secret_masked, "expected_seconds": device.expected_seconds,
        "area": device.area,
    }  # fmt: skip


def _check(details: DeviceDetails, by: Actor) -> None:
    if not details.area or (by.role != "machine" and not contains(by.area, details.area)):
        raise DeviceRefused("所属区划不在您的管理范围内")
    if details.kind not in rules().kinds:
        raise DeviceRefused("没有这种设备，请先在 devices.yaml 中登记种类")
    if not details.account.strip():
        raise DeviceRefused("请填写账号")
    if details.expected_seconds is not None and not SECONDS_MIN <= details.expected_seconds <= SECONDS_MAX:
        raise DeviceRefused("平安周期应在 10 秒到 7 天之间")
