"""Two packs for one need: whichever month was approved first has given, and the other gives the rest or nothing."""

import shutil
from datetime import date, datetime

import pytest

from tests.needs.cycles import story
from tests.needs.cycles.story import AT, BY, HEAD, PACK, ROW, Office, make, say
from yinling.gateways.policy.programmes import forget_programmes
from yinling.gateways.policy.root import policy_root
from yinling.kernel.dates import SHANGHAI
from yinling.needs.cycles import actions
from yinling.needs.cycles.models import CycleProblem, CycleRow
from yinling.needs.enrolments import actions as enrolments

pytestmark = pytest.mark.django_db
OTHER = "other-2026"
WORDS = "同一需要只付一次，已由别的政策先付"
LIVING = (
    HEAD.format(
        id="living", name="生活补贴", gives="{kind: money}", entry="application",
        cycle="{every: month, counted_on: month_start, pauses: []}",
    )
    + story.CONDITIONS
    + "eligibility: alive\ntable:\n  hit_policy: first\n  rows:\n"
    + ROW.format(id="poor", when="poor", words="低保", values="{monthly: 15000}")
    + ROW.format(id="all", when="aged_seventy", words="70岁以上", values="{monthly: 6000}")
    + "amounts:\n  - {id: paid, words: 补贴, is: monthly, payer: district_budget, public: true}\n"
)  # fmt: skip


@pytest.fixture
def packs(tmp_path, monkeypatch, settings, db):
    """The small pack and another one, with one overlap between their allowances; its rule can be chosen."""

    def write(rule: str, declaring: str = OTHER) -> Office:
        root = story.write_pack(tmp_path / rule / declaring)
        other = root / OTHER
        shutil.copytree(root / PACK, other)
        (other / "pack.yaml").write_text(
            (other / "pack.yaml").read_text(encoding="utf-8").replace(PACK, OTHER), "utf-8"
        )
        shutil.rmtree(other / "programmes")
        (other / "programmes").mkdir()
        (other / "programmes" / "living.yaml").write_text(LIVING, encoding="utf-8")
        (other / "overlaps.yaml").unlink()
        names = f"[{PACK}/allowance, living]" if declaring == OTHER else f"[allowance, {OTHER}/living]"
        overlap = f"{{id: once, clause: T-2, need: 生活, programmes: {names}, rule: {rule}, words: {WORDS}}}"
        (root / declaring / "overlaps.yaml").write_text(f"overlaps:\n  - {overlap}\n", encoding="utf-8")
        monkeypatch.setenv("YINLING_POLICY", str(root))
        settings.PACK, settings.ADOPTED_PACKS = PACK, [OTHER]
        forget_programmes()
        office = Office()
        office.fund()
        return office

    yield write
    forget_programmes()


def both(person) -> None:
    for pack, programme in ((PACK, "allowance"), (OTHER, "living")):
        enrolments.enrol(
            person_id=person.pk, programme=programme, since=date(2026, 1, 1), reason="application", by=BY, at=AT,
            pack=pack,
        )  # fmt: skip


def draft(office: Office, month: str, pack: str):
    first = date.fromisoformat(f"{month}-01")
    at = datetime(first.year, first.month, 5, 9, tzinfo=SHANGHAI)
    cycle = actions.open_cycle(actions.Wanted(first, pack=pack), by=office.drafter, at=at)
    return actions.draft(cycle.pk, by=office.drafter, at=at)


def month(office: Office, name: str, pack: str):
    return office.finish(draft(office, name, pack))


def given(cycle) -> dict[tuple[str, str], int]:
    return {(f"{row.for_month:%Y-%m}", row.kind): row.amount_fen for row in CycleRow.objects.filter(cycle=cycle)}


@pytest.mark.parametrize("declaring", [PACK, OTHER])
def test_refuse_what_another_pack_has_paid_with_the_clause(packs, declaring) -> None:
    office, person = packs("first", declaring), make(minimum_living=False, bank_account="6222020000000000001")
    both(person)
    assert given(month(office, "2026-01", PACK)) == {("2026-01", "due"): 10000}
    later = month(office, "2026-01", OTHER)
    assert given(later) == {}
    problem = CycleProblem.objects.get(cycle=later)
    assert (problem.kind, problem.words) == ("paid_elsewhere", f"生活补贴：{WORDS}")
    assert problem.reason.reasons[-1]["clause"] == "T-2"
    # looking again, the one that was first stays first
    assert given(month(office, "2026-02", PACK)) == {("2026-02", "due"): 10000}


def test_let_the_one_approved_first_give_whatever_order_is_declared(packs) -> None:
    office, person = packs("first"), make(minimum_living=False)
    both(person)
    assert given(month(office, "2026-01", OTHER)) == {("2026-01", "due"): 6000}
    assert given(month(office, "2026-01", PACK)) == {}


@pytest.mark.parametrize(("rule", "left"), [("best", 5000), ("reduce", 5000)])
def test_give_what_exceeds_the_other_payment(packs, rule, left) -> None:
    office, person = packs(rule), make(minimum_living=True)
    both(person)
    month(office, "2026-01", PACK)
    assert given(month(office, "2026-01", OTHER)) == {("2026-01", "due"): left}
    row = CycleRow.objects.get(cycle__pack=OTHER)
    assert row.reason.reasons[-1]["words"] == WORDS
    assert row.by_fund == {"district_budget": left}


def test_pay_back_when_the_other_payment_falls_away(packs) -> None:
    office, person = packs("first"), make(minimum_living=False, bank_account="6222020000000000001")
    both(person)
    month(office, "2026-01", PACK)
    month(office, "2026-01", OTHER)
    say(person, "birth_date", "1958-05-05", "2026-01-20", datetime(2026, 1, 20, tzinfo=SHANGHAI))
    say(person, "minimum_living", True, "2025-12-01", datetime(2026, 1, 20, tzinfo=SHANGHAI))
    assert given(month(office, "2026-02", PACK)) == {("2026-01", "recovery"): -10000}
    assert given(month(office, "2026-02", OTHER)) == {("2026-01", "back_pay"): 15000, ("2026-02", "due"): 15000}


def test_recover_what_was_drafted_before_the_other_was_approved(packs) -> None:
    office, person = packs("first"), make(minimum_living=False, bank_account="6222020000000000001")
    both(person)
    ours, others = draft(office, "2026-01", PACK), draft(office, "2026-01", OTHER)
    office.finish(ours)
    office.finish(others)
    assert given(others) == {("2026-01", "due"): 6000}
    assert given(month(office, "2026-02", PACK)) == {("2026-02", "due"): 10000}
    assert given(month(office, "2026-02", OTHER)) == {("2026-01", "recovery"): -6000}


def test_accept_the_name_of_another_pack_in_an_overlap(packs) -> None:
    packs("best")
    assert (policy_root() / OTHER / "overlaps.yaml").is_file()
