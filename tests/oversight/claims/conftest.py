"""A provider's month at two homes, with carers and prices; everybody is invented."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from tests.care import story
from tests.care.visits.conftest import moment, worker
from yinling.care.catalogue.models import Price
from yinling.care.orders.models import Order
from yinling.care.plans.domain.costs import Ceiling
from yinling.care.visits.models import Door, Visit, VisitCarer, VisitMark
from yinling.foundation.documents.actions import keep
from yinling.oversight.claims.actions import building, paying, reviewing
from yinling.oversight.claims.models import CareAllotment, Payment
from yinling.people.providers.models import Provider
from yinling.people.registry.actions import PersonDetails, register_person
from yinling.project.demo.people import identity_number

MONTH = date(2026, 3, 1)
AT = datetime(2026, 4, 2, 2, 0, tzinfo=UTC)
LATER = AT + timedelta(days=10)
FUND = "allowance"
NEAR, FAR = (121.05, 31.11), (121.25, 31.20)
_numbers = count(1)


@pytest.fixture
def provider(db):
    """A provider with a bank account."""
    return Provider.objects.create(
        name="和康（测试）", uscc="TESTCLAIMS00000001", kind="care_operator", area=story.DISTRICT,
        registered_at=AT, bank_name="演示银行", account_name="和康（测试）", account_number="6222000011112222",
        account_masked="****2222",
    )  # fmt: skip


@pytest.fixture
def people(db):
    """Two older people, far from one another."""
    return [_person(number) for number in (1, 2)]


def _person(number):
    card = identity_number(date(1940, 5, 6), 40 + number, is_woman=True)
    values = {"residence_area": story.TOWN, "registered_area": story.TOWN, "ability_grade": 2}
    made = register_person(
        PersonDetails(f"测报{number}", card, values, reported_on=date(2026, 1, 1)), by=story.clerk(), at=story.AT
    )
    longitude, latitude = NEAR if number == 1 else FAR
    Door.objects.create(
        person=made, longitude=longitude, latitude=latitude, recorded_by_name="测", recorded_at=story.AT
    )
    return made


@pytest.fixture
def workers(provider):
    """Two carers."""
    return [worker(provider, number) for number in (1, 2)]


@pytest.fixture
def price(db):
    """A meal's help costs 30 yuan a visit or hour, whichever the catalogue says."""
    return Price.objects.create(service_code="meal_help", fen=3000, valid_from=date(2026, 1, 1), by_name="测", at=AT)


@pytest.fixture
def visit(provider, people, workers, price):
    """Makes a done visit: `visit(day, hour, person=0, carer=0, minutes=30, photo=None, **changes)`."""

    def make(day, hour, *, minute=0, person=0, carer=0, minutes=30, photo=None, **changes):
        on, who = date(2026, 3, day), people[person]
        order = Order.objects.create(
            person=who, area=who.area, provider=provider, service_code="meal_help", source="desk", state="accepted",
            from_day=on, window_from=480, window_until=1000, minutes=minutes, asked_at=story.AT,
        )  # fmt: skip
        starts = moment(hour, minute, day=on)
        values = {
            "order": order, "person": who, "area": who.area, "provider": provider, "service_code": "meal_help",
            "on": on, "window_from": 480, "window_until": 1000, "minutes": minutes, "state": "done",
            "started_at": starts, "ended_at": starts + timedelta(minutes=minutes), "minutes_counted": minutes,
            "is_proved": True, **changes,
        }  # fmt: skip
        made = Visit.objects.create(**values)
        begins = hour * 60 + minute
        VisitCarer.objects.create(
            visit=made, worker=workers[carer], on=on, starts=begins + next(_numbers) % 5, ends=begins + 59
        )
        if photo:
            _picture(made, workers[carer], photo)
        return made

    return make


def _picture(made, carer, content):
    kept = keep(
        name="照片.png", content=story.PNG + content, kind="visit_photo", about=f"visit:{made.pk}", by=story.clerk(),
        at=story.AT, area=made.area,
    )  # fmt: skip
    VisitMark.objects.create(
        visit=made, worker=carer, kind="photo", key=f"photo-{next(_numbers)}", said_at=made.started_at,
        received_at=made.started_at, document_id=kept.pk,
    )  # fmt: skip


@pytest.fixture
def office(provider):
    """Somebody at the provider's office."""
    return story.actor("care_provider", organisation_id=provider.pk)


@pytest.fixture
def reviewer(db):
    """A reviewer of the bureau."""
    return story.actor("bureau_reviewer", "reviewer1", area=story.DISTRICT)


@pytest.fixture
def chief(db):
    """Another one."""
    return story.actor("bureau_reviewer", "reviewer2", area=story.DISTRICT)


@pytest.fixture
def finance(db):
    """A finance officer."""
    return story.actor("finance_officer", "finance1", area=story.DISTRICT)


@pytest.fixture
def benefits(monkeypatch):
    """Everybody has 40 yuan a month."""
    ceiling = Ceiling(FUND, "照护补贴（测试）", fen=4_000)
    monkeypatch.setattr(building, "ceilings_of", lambda person_ids, *, on: dict.fromkeys(person_ids, (ceiling,)))


def to_the_bank(provider, office, reviewer, chief, finance) -> Payment:
    """The month's visits claimed, every line kept, the sum on its way."""
    claim = building.build(provider_id=provider.pk, month=MONTH, by=office, at=AT)
    building.submit(claim_id=claim.pk, by=office, at=AT)
    reviewing.open_review(claim_id=claim.pk, seed=3, by=reviewer, at=AT)
    for line in claim.lines.all():
        reviewing.keep_line_as_asked(line_id=line.pk, reason="核对过", by=reviewer, at=AT)
    reviewing.approve(claim_id=claim.pk, by=chief, at=LATER)
    if not CareAllotment.objects.exists():
        paying.allot(fund=FUND, amount_fen=100_000, source_document="测〔2026〕1号", by=finance, at=LATER)
    return paying.pay(claim_ids=[claim.pk], by=finance, at=LATER)[0]
