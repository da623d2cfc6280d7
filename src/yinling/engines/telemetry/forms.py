"""How a JSON message is read, said as data: which topic, and where in the message each thing stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Form:
    """Where things stand in the JSON of one kind of message.

    A path is words joined by dots, a number picks from a list: `services.0.properties.battery`. With `each` (the path
    of a list) every element is one event, paths start in it, and one that starts with `/` starts at the whole message.

    `topic` is an MQTT topic whose parts in braces are taken from it: `zigbee2mqtt/{account}`; without one the form is
    only called by name (HTTP). `unwrap` is the path of a text that is JSON again. `flags` are truth values by path
    and the code each stands for: true begins, false ends it. Where neither `code` nor a flag says one, the code is
    `otherwise`. An event is over where the text at `qualifier` is one of `restored`.
    """

    name: str
    topic: str = ""
    unwrap: str = ""
    each: str = ""
    account: str = ""
    code: str = ""
    otherwise: str = "heartbeat"
    flags: Mapping[str, str] = field(default_factory=dict)
    qualifier: str = ""
    restored: tuple[str, ...] = ()
    zone: str = ""
    time: str = ""
    reference: str = ""
    text: str = ""
    longitude: str = ""
    latitude: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    is_verified: bool = False
