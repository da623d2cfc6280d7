"""Cases whose works are accepted, made without their long way, and funds with money."""

import itertools

from tests.care.story import AT, DISTRICT, ON, TOWN, firm, officer, submitted_case
from yinling.needs.casework.models import Case
from yinling.needs.entitlements.models import Determination
from yinling.oversight.settlement import actions
from yinling.oversight.settlement.domain import postings
from yinling.oversight.settlement.models import Payable
from yinling.people.providers.models import Provider
from yinling.people.registry.models import Person

_numbers = itertools.count(1)


def owed(
    municipal: int = 350_000, district: int = 150_000, *, town: str = TOWN, payee: Provider | None = None
) -> Payable:
    """What one case owes after acceptance."""
    who = Person.objects.create(name=f"甲某{next(_numbers)}", area=f"{town}001", registered_at=AT)
    case = submitted_case(town, who.pk)
    cost = municipal + district + 1_000
    Case.objects.filter(pk=case.pk).update(state="in_force", cost_fen=cost, outcome="granted")
    Determination.objects.create(
        case_ref=f"case:{case.pk}", version=1, pack="qingpu-2021", programme=case.programme, rule_version="x",
        person=who, applied_on=ON, cost_fen=cost, outcome="granted", tier="minimum_living", municipal_fen=municipal,
        district_fen=district, resident_fen=1_000, made_at=AT, made_by="测",
    )  # fmt: skip
    provider = payee or firm()
    return actions.owe(case_id=case.pk, provider_id=provider.pk, accepted_on=ON, by=officer(), at=AT)


def fill(municipal: int = 100_000_000, district: int = 100_000_000) -> None:
    """Money comes into both funds."""
    for fund, fen in ((postings.MUNICIPAL, municipal), (postings.DISTRICT, district)):
        document = f"演示指标〔2026〕{next(_numbers)}号"
        actions.allot(fund=fund, amount_fen=fen, source_document=document, received_on=ON, by=officer(), at=AT)


def sent_run(towns: tuple[str, ...] = ()):
    """A run that waits for the bank's answer."""
    run = actions.prepare_run(towns=towns, by=officer("preparer"), at=AT)
    actions.approve_run(run_id=run.pk, by=officer("approver"), at=AT)
    return actions.mark_sent(run_id=run.pk, bank_reference="演示受理", by=officer("approver"), at=AT)


__all__ = ["DISTRICT", "fill", "owed", "sent_run"]
