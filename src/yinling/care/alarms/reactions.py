"""What alarms do when devices speak or fall silent."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from yinling.care.alarms.actions.raising import Raised, device_cleared, raise_, raise_all
from yinling.care.alarms.domain.states import STRANGER
from yinling.care.alarms.models import Alarm, Source
from yinling.care.devices import events
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import Actor, machine

SILENT, SILENT_SEVERITY, NONE = "offline", "low", "none"
STRANGERS_MAX = 20
NOT_REGISTERED, NOT_INSTALLED = "账号 {}（{}）没有登记", "账号 {}（{}）已登记，没有安装在谁家"
DEVICES = machine("设备报警")


def raise_alarms(told: Sequence[events.DeviceAlarmed], *, by: Actor, at: datetime) -> None:
    """Devices ask for help; what is only for the record raises nothing."""
    raised = [
        Raised(
            Source.DEVICE, str(event.device_id), event.kind, event.severity,
            event.area or load_pack(settings.PACK).area, person_id=event.person_id, device_id=event.device_id,
            event_id=event.event_id,
        )
        for event in told if event.severity != NONE
    ]  # fmt: skip
    raise_all(raised, by=DEVICES, at=at)


def raise_for_stranger(event: events.StrangerAlarmed, *, by: Actor, at: datetime) -> None:
    """Somebody calls from an account that is hung in no home. So many are each an alarm; more are counted on one, so
    that made-up accounts cannot bury the desk."""
    strangers = Alarm.objects.open().filter(source=Source.STRANGER)
    account = f"{event.line} {event.account}"
    own = strangers.filter(source_key=f"{Source.STRANGER}:{account}"[:80])
    is_many = not own.exists() and strangers.count() >= STRANGERS_MAX
    words = NOT_INSTALLED if event.device_id else NOT_REGISTERED
    raised = Raised(
        Source.STRANGER, "many" if is_many else account, event.kind, STRANGER,
        event.area or load_pack(settings.PACK).area, device_id=None if is_many else event.device_id,
        event_id=event.event_id, note=words.format(event.account, event.line),
    )  # fmt: skip
    raise_(raised, by=DEVICES, at=at)


def clear_alarm(event: events.DeviceRestored, *, by: Actor, at: datetime) -> None:
    """A device says that it is over: a flag on the alarm."""
    device_cleared(device_id=event.device_id, kind=event.kind, by=DEVICES, at=at)


def raise_silence(event: events.DeviceSilent, *, by: Actor, at: datetime) -> None:
    """A silent device is a ticket for the desk, not a call for help."""
    raised = Raised(
        Source.DEVICE, str(event.device_id), SILENT, SILENT_SEVERITY, event.area or load_pack(settings.PACK).area,
        person_id=event.person_id, device_id=event.device_id,
    )  # fmt: skip
    raise_(raised, by=DEVICES, at=at)


def clear_silence(
    event: events.DeviceBack | events.DeviceRemoved | events.DeviceVacated, *, by: Actor, at: datetime
) -> None:
    """It speaks again, or nobody lives with it any more: a flag on the ticket."""
    device_cleared(device_id=event.device_id, kind=SILENT, by=DEVICES, at=at)
