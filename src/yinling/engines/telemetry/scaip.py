"""SCAIP (EN 50134-9, SS 91100): the XML request `mrq` that a device sends in a SIP MESSAGE, and its answer `mrs`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from xml.parsers import expat
from xml.sax.saxutils import escape

from yinling.engines.telemetry.reports import ACCOUNT_MAX, Fault, FrameFault, Qualifier, Report, Value, clean
from yinling.engines.telemetry.sip import SipMessage

MEDIA_TYPE = "application/scaip+xml"
XML_MAX, ELEMENTS_MAX, DEPTH_MAX, FIELD_MAX = 16_384, 100, 4, 1000
MANDATORY = ("ref", "cid", "dty")
ORDER = (
    "ref", "ver", "sco", "cha", "mty", "hbo", "cid", "dty", "did", "dco", "dte", "crd", "stc", "stt", "pri", "lco",
    "lva", "lge", "lte", "ico", "ite", "ame",
)  # fmt: skip
_LGE = ("geo", "tim", "gga")
DEFAULTS: Mapping[str, str] = MappingProxyType(
    {"ver": "01.00", "sco": "0", "cha": "0", "mty": "ME", "hbo": "0", "crd": "sip:", "stc": "10", "pri": "0",
     "lco": "0", "ame": "0"}
)  # fmt: skip
_QUALIFIERS = {"ME": Qualifier.NEW, "RE": Qualifier.RESTORED, "IN": Qualifier.STATUS, "PI": Qualifier.STATUS}
_DIGITS = re.compile(r"[0-9]{1,8}")


class _Collector:
    """Takes the text of every element by its path under the root; refuses what a message has no use for."""

    def __init__(self, root: str) -> None:
        self._root, self._path, self._count = root, list[str](), 0
        self.fields: dict[str, str] = {}

    def start(self, name: str, attributes: object) -> None:
        self._count += 1
        self._path.append(name.rpartition(":")[2])
        path = "/".join(self._path[1:])
        if self._path[0] != self._root or self._count > ELEMENTS_MAX or len(self._path) > DEPTH_MAX:
            raise FrameFault(Fault.CONTENT)
        if path in self.fields:
            raise FrameFault(Fault.CONTENT, f"{clean(path, 20)} 写了两次")
        self.fields[path] = ""

    def text(self, text: str) -> None:
        path = "/".join(self._path[1:])
        self.fields[path] += text
        if len(self.fields[path]) > FIELD_MAX:
            raise FrameFault(Fault.TOO_LONG)

    def end(self, name: str) -> None:
        self._path.pop()

    @staticmethod
    def refuse(*anything: object) -> None:
        """Documents types, entities and instructions have no place here, and could grow without end."""
        raise FrameFault(Fault.CONTENT, "DTD")


def _parse(body: bytes, root: str) -> dict[str, str]:
    if len(body) > XML_MAX:
        raise FrameFault(Fault.TOO_LONG)
    collector, parser = _Collector(root), expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = collector.refuse
    parser.ProcessingInstructionHandler = parser.SkippedEntityHandler = collector.refuse
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError) as fault:
        if isinstance(fault, FrameFault):
            raise
        raise FrameFault(Fault.SHAPE) from None
    return {name: clean(text, FIELD_MAX) for name, text in collector.fields.items() if name}


@dataclass(frozen=True)
class Request:
    """An `mrq`: what it says by name (`lge/geo` for what stands in `lge`); what it leaves out has its default."""

    fields: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name) or DEFAULTS.get(name, "")

    @property
    def is_heartbeat(self) -> bool:
        """Whether it only says that the device lives."""
        return self["mty"] == "PI"


def read(message: SipMessage) -> Request:
    """The request in a SIP MESSAGE, whose sender must be the `cid` it speaks for. Raises FrameFault."""
    request = read_request(message.body)
    if message.sender != request["cid"]:
        raise FrameFault(Fault.SENDER)
    return request


def read_request(body: bytes) -> Request:
    """The `mrq` in these bytes, its parts in any order. Raises FrameFault."""
    fields = _parse(body, "mrq")
    missing = [name for name in MANDATORY if not fields.get(name)]
    if missing:
        raise FrameFault(Fault.CONTENT, "缺少 " + "、".join(missing))
    if len(fields["cid"]) > ACCOUNT_MAX or Request(fields)["mty"] not in _QUALIFIERS:
        raise FrameFault(Fault.CONTENT)
    return Request(fields)


def report(request: Request, raw: bytes = b"") -> Report:
    """What the request says. The code is `PI`, or status code and device type without noughts in front: `10/4`."""
    values: dict[str, Value] = {
        name: text for name, text in request.fields.items() if text and name not in ("ref", "cid")
    }
    return Report(
        protocol="scaip",
        account=request["cid"],
        code="PI" if request.is_heartbeat else f"{_plain(request['stc'])}/{_plain(request['dty'])}",
        qualifier=_QUALIFIERS[request["mty"]],
        zone=_plain(request["did"]) if request["did"].strip("0") else "",
        reference=request["ref"],
        values=values,
        text=request["ite"] or request["stt"],
        raw=raw,
    )


def _plain(code: str) -> str:
    """A number without the noughts in front; anything else as it is."""
    return str(int(code)) if _DIGITS.fullmatch(code) else clean(code, 20)


@dataclass(frozen=True)
class Response:
    """An `mrs`: `snu` 0 taken over, 5 caller unknown, 99 other; `mre` 1 with `cre` 62 asks for a call to `tnu`."""

    ref: str
    snu: int = 0
    ste: str = ""
    mre: int = 0
    cre: int = 61
    tnu: str = ""
    hbi: str = ""


def write_response(response: Response) -> bytes:
    """The `mrs` as XML, in the standard's order."""
    said = {
        "ref": response.ref, "snu": str(response.snu), "ste": response.ste, "cve": "01.00", "mre": str(response.mre),
        "cre": str(response.cre), "tnu": response.tnu, "hbi": response.hbi,
    }  # fmt: skip
    return _element("mrs", said)


def read_response(body: bytes) -> Response:
    """The `mrs` in these bytes, as a device reads it. Raises FrameFault."""
    fields = _parse(body, "mrs")
    numbers = {name: fields.get(name) or default for name, default in (("snu", "99"), ("mre", "0"), ("cre", "61"))}
    if not fields.get("ref") or not all(_DIGITS.fullmatch(one) for one in numbers.values()):
        raise FrameFault(Fault.CONTENT)
    texts = {name: fields.get(name, "") for name in ("ref", "ste", "tnu", "hbi")}
    return Response(**texts, **{name: int(one) for name, one in numbers.items()})  # type: ignore[arg-type]


def write_request(fields: Mapping[str, str]) -> bytes:
    """An `mrq` as XML in the standard's order; what stands in `lge` is named `lge/geo`."""
    said = {name: fields[name] for name in ORDER if fields.get(name)}
    nested = {name: fields[f"lge/{name}"] for name in _LGE if fields.get(f"lge/{name}")}
    return _element("mrq", {name: said.get(name, "") for name in ORDER}, lge=nested)


def _element(root: str, said: Mapping[str, str], lge: Mapping[str, str] | None = None) -> bytes:
    parts = []
    for name, text in said.items():
        inner = (
            "".join(f"<{one}>{escape(value)}</{one}>" for one, value in (lge or {}).items()) if name == "lge" else ""
        )
        if text or inner:
            parts.append(f"<{name}>{inner or escape(text)}</{name}>")
    return f"<{root}>{''.join(parts)}</{root}>".encode("utf-8", "replace")
