"""Which policies are in use here: the district's own pack, and those it has adopted."""

from django.conf import settings

from yinling.engines.rules.rule import Option
from yinling.gateways.policy.programmes import load_programme, programme_ids
from yinling.needs.entitlements.domain.set_values import options_read


def deployed_packs() -> tuple[str, ...]:
    """The district's own pack first, then the adopted ones in the order of the setting."""
    return tuple(dict.fromkeys((settings.PACK, *settings.ADOPTED_PACKS)))


def deployed_programmes(*, subject: str = "") -> list[tuple[str, str]]:
    """Pack and programme of everything in use, or of one subject (`person`, `request`, `provider` …)."""
    found = [(pack, programme) for pack in deployed_packs() for programme in programme_ids(pack)]
    return [each for each in found if not subject or load_programme(*each).subject == subject]


def options_of(pack: str) -> list[Option]:
    """The open questions that some rule of a policy reads, each once."""
    rules = [load_programme(pack, name) for name in programme_ids(pack)]
    return list({option.id: option for rule in rules for option in options_read(rule)}.values())
