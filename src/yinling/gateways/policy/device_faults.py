"""Words of a `devices.yaml` that name something must name something there is."""

from collections.abc import Iterator
from pathlib import Path

from yinling.gateways.policy.devices import FILE, NATIONAL
from yinling.gateways.policy.findings import Finding, error, errors
from yinling.gateways.policy.lines import Document, PolicyFault, read_yaml
from yinling.gateways.policy.schema_faults import schema_faults


def device_findings(root: Path, pack: str) -> Iterator[Finding]:
    """Events and codes that a pack's file names and neither it nor the nation has; nothing if its shape is wrong."""
    documents = [document for name in {NATIONAL, pack} if (document := _whole(root / name / FILE))]
    own = next((document for document in documents if document.file == root / pack / FILE), None)
    if own is None or len(documents) < len({NATIONAL, pack}):
        return
    events = {code for document in documents for code in document.data.get("events", {})}
    codes = {code for document in documents for code in document.data.get("codes", {}).get("json", {}).get("codes", {})}
    for kind, row in own.data.get("kinds", {}).items():
        yield from _unknown(own, ("kinds", kind, "raises"), row["raises"], events, "事件")
    for protocol, table in own.data.get("codes", {}).items():
        for code, row in table["codes"].items():
            yield from _unknown(own, ("codes", protocol, "codes", str(code)), [row["kind"]], events, "事件")
    for number, form in enumerate(own.data.get("forms", ())):
        said = [*form.get("flags", {}).values(), form.get("otherwise", "heartbeat")]
        yield from _unknown(own, ("forms", number), said, codes, "代码")


def _unknown(
    own: Document, keys: tuple[str | int, ...], said: list[str], known: set[str], what: str
) -> Iterator[Finding]:
    yield from (error(own.file, own.line(*keys), f"没有名为“{one}”的{what}") for one in said if one not in known)


def _whole(file: Path) -> Document | None:
    """The document, if it can be read and has the right shape."""
    try:
        document = read_yaml(file)
    except PolicyFault:
        return None
    return None if errors(schema_faults(document, "devices")) else document
