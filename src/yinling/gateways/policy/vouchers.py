"""Vouchers of a pack: who gets one and how high, and what a bill takes off it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from yinling.gateways.policy.lines import read_yaml
from yinling.gateways.policy.root import policy_root


@dataclass(frozen=True)
class VoucherKind:
    """One kind of voucher.

    `ceiling` is the programme for persons whose sum is the month's ceiling, `use` the one for requests whose public
    sum a bill takes off it; `fund` pays; `services` are the kinds of service by code.
    """

    pack: str
    id: str
    name: str
    clause: str
    ceiling: str
    use: str
    fund: str
    services: Mapping[str, str]


def load_vouchers(pack: str) -> tuple[VoucherKind, ...]:
    """Kinds of voucher of a pack; none where it has no `vouchers.yaml`."""
    return _vouchers(policy_root(), pack)


@cache
def _vouchers(root: Path, pack: str) -> tuple[VoucherKind, ...]:
    file = root / pack / "vouchers.yaml"
    entries = read_yaml(file).data["vouchers"] if file.exists() else []
    return tuple(VoucherKind(pack=pack, **entry) for entry in entries)
