"""What a receiver says of itself, by what it listens to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from yinling.care.devices.queries.finding import rules
from yinling.care.inlets.actions import Open, report_open
from yinling.care.inlets.queries import receivers_of
from yinling.care.reception.management.receivers import Receivers, Wanted
from yinling.gateways.receivers.mqtt import Broker, Hears, Mqtt


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


@pytest.mark.django_db(transaction=True)
def test_know_who_else_takes_calls() -> None:
    """As they said within the last seconds; whoever hears signs of life alone takes none."""
    now = timezone.now()
    report_open([Open("json", True)], receiver="b", at=now)
    report_open([Open("json", True)], receiver="gone", at=now - timedelta(minutes=1))
    report_open([Open("json", True, takes_calls=False)], receiver="signs", at=now)
    report_open([Open("dc09", True)], receiver="base", at=now)
    assert receivers_of("json", at=now) == {"b"}
    receivers = Receivers(Wanted("off", "off", "off", "off", "a"), rules(), print)
    receivers._mqtt = Mqtt(receivers.intake, (), broker=Broker("nowhere", 1), client_id="a", group="")
    receivers._report()
    assert receivers._mqtt.turns._names == {"a", "b"}
