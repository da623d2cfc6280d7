"""What the database itself refuses, whoever writes to it."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from tests.needs.assessment.conftest import START
from yinling.gateways.append_only import WrittenOnce


def model(name):
    return apps.get_model(f"assessment.{name}")


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


@pytest.fixture
def row(story):
    return story.assigned()


def test_refuse_the_same_assessor_twice(row):
    rows = model("Assessment").objects.filter(pk=row.pk)
    refused(lambda: rows.update(second_assessor=row.first_assessor_id))
    refused(lambda: rows.update(second_assessor=None))


def test_refuse_a_second_open_assessment(row):
    again = {"person_id": row.person_id, "scale": row.scale, "area": row.area, "state": "requested"}
    refused(
        lambda: model("Assessment").objects.create(
            **again, reason="first", state_since=START, requested_at=START, requested_by_role="town_clerk"
        )
    )


def test_refuse_two_results_of_one_assessment_and_one_that_nobody_signed(story, row):
    result = story.signed(row, story.filled(row))
    known = {
        "person_id": result.person_id, "scale": result.scale, "scale_digest": "d", "grade": 1, "at": START,
        "assessed_on": date(2025, 1, 1), "valid_until": date(2026, 1, 1), "by_name": "某人",
    }  # fmt: skip
    results = apps.get_model("grades.Result").objects
    refused(lambda: results.create(**known, assessment_id=row.pk, first_signer_id=row.first_assessor_id,
                                   second_signer_id=row.second_assessor_id))  # fmt: skip
    refused(lambda: results.create(**known))
    refused(lambda: results.create(**{**known, "valid_until": date(2025, 1, 1)}, report_document_id=1))
    results.create(**known, report_document_id=1)


def test_refuse_a_result_signed_twice_by_one(story, row, others):
    story.filled(row)
    one = row.first_assessor_id
    refused(
        lambda: apps.get_model("grades.Result").objects.create(
            assessment_id=row.pk,
            person_id=row.person_id,
            scale=row.scale,
            scale_digest="d",
            grade=1,
            at=START,
            assessed_on=date(2025, 1, 1),
            valid_until=date(2026, 1, 1),
            by_name="某人",
            first_signer_id=one,
            second_signer_id=one,
        )  # fmt: skip
    )


def test_refuse_to_change_what_is_signed(story, row):
    result = story.signed(row, story.filled(row))
    sheet = model("AnswerSheet").objects.get()
    for kept in (result, sheet, sheet.signatures.first(), row.steps.first()):
        with pytest.raises(WrittenOnce):
            kept.save()
        with pytest.raises(WrittenOnce):
            kept.delete()
        with pytest.raises(WrittenOnce):
            type(kept).objects.filter(pk=kept.pk).update(at=START)


def test_keep_answers_sealed(story, row):
    story.filled(row)
    table = model("AnswerSheet")._meta.db_table
    from django.db import connection  # noqa: PLC0415  only here is a raw look needed

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT content FROM {table}")
        (content,) = cursor.fetchone()
    assert "B.1.1" not in str(content)


def test_refuse_a_scale_confirmed_by_its_proposer(bureau):
    refused(
        lambda: apps.get_model("grades.ScaleConfirmation").objects.create(
            scale="s",
            scale_digest="d",
            source="某",
            proposed_by_id=bureau.user_id,
            proposed_at=START,
            confirmed_by_id=bureau.user_id,
            confirmed_at=START,
        )  # fmt: skip
    )
