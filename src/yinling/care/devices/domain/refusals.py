"""Why something cannot be done with a device, in words. Pure."""

from yinling.care.orders.domain.states import StepRefused


class DeviceRefused(StepRefused):
    """What was asked for cannot be done with this device."""


class AccountTaken(DeviceRefused):
    """One account is one device."""

    def __init__(self, account: str) -> None:
        super().__init__(f"账号“{account}”已经登记过，一个账号只能登记一台设备")


class NotHeardInTest(DeviceRefused):
    """A test is passed when something arrived, not when somebody says so."""

    def __init__(self) -> None:
        super().__init__("测试期间还没有收到这台设备的报警或测试信号，请按一次呼叫键再看")
