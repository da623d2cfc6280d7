"""A claim is drawn up part by part: cut off anywhere, begun twice, run twice at once, it holds each visit once."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from tests.care import story
from tests.oversight.claims.conftest import AT, FUND, MONTH
from tests.signing_in import log_in
from yinling.oversight.claims.actions import background, building
from yinling.oversight.claims.domain import refusals
from yinling.oversight.claims.models import Claim, ClaimLine
from yinling.oversight.claims.queries.accounts import account
from yinling.oversight.evidence.queries import pricing

pytestmark = pytest.mark.usefixtures("benefits")


class Cut(Exception):
    """The machine went down."""


@pytest.fixture
def visits(visit, monkeypatch):
    """Two people with visits of which each is a part of its own; one visit without proof."""
    monkeypatch.setattr(pricing, "PEOPLE_AT_ONCE", 1)
    made = [visit(day, 9, person=day % 2, carer=day % 2) for day in (2, 3, 4, 5)]
    return [*made, visit(20, 9, is_proved=False)]


@pytest.fixture
def begun(visits, provider, office):
    return building.begin(provider_id=provider.pk, month=MONTH, by=office, at=AT)


def cut_after_the_first_part(claim, office):
    parts = iter([building._next_part])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "_next_part", lambda *args, **who: next(parts, _cut)(*args, **who))
        with pytest.raises(Cut):
            building.draw_up(claim_id=claim.pk, by=office, at=AT)


def _cut(*args, **who):
    raise Cut


def what_it_holds(claim):
    claim.refresh_from_db()
    fields = ("visit_id", "asked_fen", "subsidy_fen", "own_fen", "shares")
    return claim.state, claim.left_out, list(claim.lines.order_by("visit_id").values_list(*fields))


def test_hold_the_same_whether_cut_off_or_not(begun, visits, office, provider) -> None:
    cut_after_the_first_part(begun, office)
    begun.refresh_from_db()
    assert (begun.state, begun.visits_done, begun.visits_total) == ("building", 3, 5)
    whole = building.draw_up(claim_id=begun.pk, by=office, at=AT)
    assert whole.visits_done == whole.visits_total == 5
    after_a_cut = what_it_holds(begun)
    assert [visit for visit, *_rest in after_a_cut[2]] == [visit.pk for visit in visits[:4]]
    assert after_a_cut[1] == [{"visit": visits[4].pk, "reason": "not_proved"}]
    ClaimLine.objects.all().delete()
    Claim.objects.filter(pk=begun.pk).update(state="building", after_person=0, visits_done=0, left_out=[])
    building.draw_up(claim_id=begun.pk, by=office, at=AT)
    assert what_it_holds(begun) == after_a_cut


def test_split_each_persons_month_over_all_of_their_visits(begun, office) -> None:
    cut_after_the_first_part(begun, office)
    building.draw_up(claim_id=begun.pk, by=office, at=AT)
    for person in begun.lines.values_list("person_id", flat=True).distinct():
        own = begun.lines.filter(person=person).order_by("on")
        assert [line.subsidy_fen for line in own] == [3_000, 1_000]
        assert all(line.funds == f"|{FUND}|" for line in own)


def test_change_nothing_when_run_again(begun, office) -> None:
    building.draw_up(claim_id=begun.pk, by=office, at=AT)
    once = what_it_holds(begun)
    background.build_claim.enqueue(begun.pk, AT.isoformat())
    assert what_it_holds(begun) == once
    assert list(begun.steps.values_list("verb", flat=True)) == ["begin", "build"]


def test_refuse_a_second_one_while_the_first_is_drawn_up(begun, provider, office) -> None:
    with pytest.raises(refusals.WrongStep):
        building.begin(provider_id=provider.pk, month=MONTH, by=office, at=AT)
    with pytest.raises(IntegrityError):
        Claim.objects.create(provider=provider, area=provider.area, month=MONTH, part=2, built_at=AT)


def test_refuse_to_hand_in_what_is_not_drawn_up(begun, office) -> None:
    with pytest.raises(refusals.WrongStep):
        building.submit(claim_id=begun.pk, by=office, at=AT)


def test_keep_a_fault_and_go_on_from_the_page(begun, office, monkeypatch, django_capture_on_commit_callbacks) -> None:
    def fail(*_args, **_kwargs):
        raise Cut

    with monkeypatch.context() as broken:
        broken.setattr(building, "_lines", fail)
        background.build_claim.enqueue(begun.pk, AT.isoformat())
    browser = log_in(office)
    assert browser.get(f"/claims/{begun.pk}/progress/").json()["done"] is True
    assert background.BROKEN in browser.get(f"/claims/{begun.pk}/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"/claims/{begun.pk}/steps/continuation/")
    begun.refresh_from_db()
    assert (begun.state, begun.failure, begun.lines.count()) == ("draft", "", 4)
    with pytest.raises(refusals.WrongStep):
        background.set_going(claim_id=begun.pk, by=office, at=AT)


def test_let_nobody_else_set_it_going(begun, reviewer) -> None:
    with pytest.raises(PermissionDenied):
        background.set_going(claim_id=begun.pk, by=reviewer, at=AT)


def test_keep_an_unfinished_claim_from_the_older_persons_account(begun, people, office) -> None:
    cut_after_the_first_part(begun, office)
    [person] = begun.lines.values_list("person_id", flat=True).distinct()
    assert not account(person, MONTH, actor=story.elder(person), on=AT.date()).lines
