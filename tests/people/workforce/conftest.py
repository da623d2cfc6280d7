"""Two operators of home care, their offices, and a way to employ somebody."""

from datetime import date, timedelta

import pytest

from tests.people.conftest import actor
from yinling.kernel.dates import day_of
from yinling.people.providers.models import Provider
from yinling.people.workforce import actions
from yinling.people.workforce.models import Worker
from yinling.project.demo.people import identity_number

DISTRICT = "310118"
VILLAGE = "310118001001"


def number_of(sequence: int, *, is_woman: bool = True) -> str:
    """An identity number that nobody holds."""
    return identity_number(date(1980, 1, 1), sequence, is_woman=is_woman)


@pytest.fixture
def operators(areas, at) -> list[Provider]:
    return [
        Provider.objects.create(
            name=name, uscc=f"TESTWORKERS000000{place}", kind="care_operator", area=DISTRICT, registered_at=at
        )
        for place, name in enumerate(["和康（测试）", "颐和（测试）"])
    ]


@pytest.fixture
def offices(operators):
    return [actor("care_provider", organisation_id=one.pk) for one in operators]


@pytest.fixture
def bureau():
    return actor("bureau_reviewer", DISTRICT)


@pytest.fixture
def employ(operators, by, at):
    """`employ(sequence)` is a caregiver in employment, with a health certificate unless told otherwise."""

    def employ(sequence: int = 0, *, place: int = 0, health_days: int | None = 200, **details: object) -> Worker:
        given = {"name": f"护理员{sequence}", "id_number": number_of(sequence), "area": VILLAGE,
                 "employed_from": date(2020, 1, 1), "phone": "13900000000", **details}  # fmt: skip
        worker = actions.register_worker(
            actions.WorkerDetails(**given), provider_id=operators[place].pk, by=by, at=at
        )  # fmt: skip
        if health_days is not None:
            certify(worker, "health", until=day_of(at) + timedelta(days=health_days), by=by, at=at)
        return worker

    return employ


def certify(worker: Worker, kind: str, *, by, at, until: date | None = None, level: str = "") -> None:
    details = actions.CertificateDetails(kind, date(2019, 1, 1), until, level)
    actions.record_qualification(details, worker_id=worker.pk, by=by, at=at)
