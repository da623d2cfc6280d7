"""Stored facts of devices: the register, and what devices said."""

from yinling.care.devices.models.readings import (
    DeviceEvent,
    DeviceSeen,
    Ending,
    EventVerdict,
    RawForgotten,
    Silence,
    Watching,
)
from yinling.care.devices.models.register import Device, DeviceRecord, DeviceState, Installation, Line

__all__ = [
    "Device",
    "DeviceEvent",
    "DeviceRecord",
    "DeviceSeen",
    "DeviceState",
    "Ending",
    "EventVerdict",
    "Installation",
    "Line",
    "RawForgotten",
    "Silence",
    "Watching",
]
