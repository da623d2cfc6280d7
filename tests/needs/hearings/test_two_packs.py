"""Two packs in use with a programme of the same id: pages, holds and objections of one say nothing of the other."""

import shutil
from datetime import date

import pytest
from django.urls import reverse

from tests.needs.cycles import story
from tests.needs.hearings.people import on
from tests.needs.hearings.test_story import become
from yinling.gateways.policy.programmes import forget_programmes
from yinling.kernel.actor import Actor
from yinling.needs.enrolments import actions as enrolments
from yinling.needs.hearings import actions
from yinling.needs.hearings.models import BenefitHold, BenefitObjection

pytestmark = pytest.mark.django_db
OTHER, OTHER_NAME = "trial-other", "区级高龄慰问金"


@pytest.fixture
def two_packs(pack_folder, tmp_path, monkeypatch, settings, office):
    """The small pack and an adopted copy of it, whose allowance has the same id and another name."""
    root = tmp_path / "policy"
    shutil.copytree(pack_folder, root)
    shutil.copytree(root / story.PACK, root / OTHER)
    head, allowance = root / OTHER / "pack.yaml", root / OTHER / "programmes" / "allowance.yaml"
    head.write_text(head.read_text("utf-8").replace(f"id: {story.PACK}", f"id: {OTHER}"), "utf-8")
    allowance.write_text(allowance.read_text("utf-8").replace("name: 高龄津贴", f"name: {OTHER_NAME}"), "utf-8")
    monkeypatch.setenv("YINLING_POLICY", str(root))
    settings.ADOPTED_PACKS = [OTHER]
    forget_programmes()
    yield
    forget_programmes()


@pytest.fixture
def elder(two_packs, enrolment, person):
    """The person at their own pages, with the allowance of both packs."""
    enrolments.enrol(
        person_id=person.pk, programme="allowance", since=date(2026, 1, 1), reason="application", by=story.BY,
        at=story.AT, pack=OTHER,
    )  # fmt: skip
    found = story.someone("older_person", "-")
    return Actor(**{**vars(found), "person_id": person.pk})


def address(name: str, pack: str) -> str:
    return reverse(f"elder:{name}", args=[pack, "allowance"])


def test_lead_to_each_pack_and_name_its_own_programme(elder) -> None:
    browser = become(elder)
    overview = browser.get(reverse("elder:benefits")).content.decode()
    pages = {pack: browser.get(address("benefit", pack)).content.decode() for pack in (story.PACK, OTHER)}
    assert [overview.count(f'href="{address("benefit", pack)}"') for pack in pages] == [1, 1]
    assert [OTHER_NAME in text for text in pages.values()] == [False, True]
    assert ["高龄津贴" in text for text in pages.values()] == [True, False]
    assert browser.get(address("benefit", "no-such-pack")).status_code == 404


def test_tell_a_hold_on_the_page_of_its_own_pack_only(elder, office, enrolment) -> None:
    office.object(office.publish(enrolment))
    assert BenefitHold.objects.get().pack == story.PACK
    browser = become(elder)
    held = ["先停付" in browser.get(address("benefit", pack)).content.decode() for pack in (story.PACK, OTHER)]
    assert held == [True, False]


def test_tell_an_objection_on_the_page_of_its_own_pack_only(elder) -> None:
    browser = become(elder)
    browser.post(address("benefit_objection", OTHER), {"text": "少了一百元"})
    assert BenefitObjection.objects.get().pack == OTHER
    told = ["您提出的异议" in browser.get(address("benefit", pack)).content.decode() for pack in (story.PACK, OTHER)]
    assert told == [False, True]


def test_count_the_same_words_about_two_packs_as_two_objections(elder, person) -> None:
    made = [
        actions.object_to_own(
            person_id=person.pk, pack=pack, programme="allowance", grievance=actions.Grievance("少了一百元"), by=elder,
            at=on("2026-01-06"),
        )
        for pack in (story.PACK, OTHER)
    ]  # fmt: skip
    assert [objection.pack for objection in made] == [story.PACK, OTHER]
    assert len({objection.enrolment_id for objection in made}) == 2
