"""What a receiver says of itself, by what it listens to."""

import pytest

from yinling.care.devices.queries.finding import rules
from yinling.care.inlets.actions import Open
from yinling.care.reception.management.receivers import Receivers, Wanted
from yinling.gateways.receivers.mqtt import Hears


@pytest.mark.parametrize(
    ("hears", "json", "dc09"),
    [
        (Hears.ALL, Open("json", True), Open("dc09", True)),
        (Hears.CALLS, Open("json", False), Open("dc09", True)),
        (Hears.SIGNS, Open("json", True, takes_calls=False), None),
    ],
)
def test_say_which_lines_are_open_and_which_are_heard(hears: Hears, json: Open, dc09: Open | None) -> None:
    """Whoever takes calls alone cannot say that devices live; whoever hears these cannot say that calls are taken."""
    receivers = Receivers(Wanted("off", "off", "off", "off", "r", hears=hears), rules(), print)
    assert receivers._said("json", has_received=True) == json
    assert dc09 is None or receivers._said("dc09", has_received=True) == dc09
