"""Who may assess whom: a valid certificate, no kinship, not of the provider that serves the person."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Credential:
    """An assessor as the register of assessors knows them; `valid_until` is the last day."""

    user_id: int
    name: str
    certificate_number: str
    valid_from: date
    valid_until: date
    organisation_id: int | None
    is_active: bool = True


@dataclass(frozen=True)
class Ties:
    """What is declared when assessors are chosen: who is kin, and which providers serve the person."""

    relatives: frozenset[int] = field(default_factory=frozenset)
    serving_providers: frozenset[int] = field(default_factory=frozenset)


def unfit(credential: Credential, *, on: date, ties: Ties, before: Collection[int] = ()) -> str:
    """Why they may not assess on the day, in words; empty if they may. `before`: who made the earlier assessment."""
    name = credential.name
    if not certified(credential, on=on):
        return f"{name}的评估员证书在{on.isoformat()}这一天无效"
    if credential.user_id in ties.relatives:
        return f"{name}是老人的亲属，须回避"
    if credential.organisation_id is not None and credential.organisation_id in ties.serving_providers:
        return f"{name}所在机构正在为老人服务，须回避"
    if credential.user_id in before:
        return f"{name}参加过上一次评估，复评和抽查须由其他人进行"
    return ""


def certified(credential: Credential, *, on: date) -> bool:
    """Whether the certificate holds on the day."""
    return credential.is_active and credential.valid_from <= on <= credential.valid_until
