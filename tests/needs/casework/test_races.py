"""The same step taken several times at one moment."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from yinling.kernel.actor import PUBLIC
from yinling.needs.casework import actions
from yinling.needs.casework.domain.refusals import StepRefused
from yinling.needs.casework.models import Case, CaseStep, NoticeLine, Objection

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="threads need a database on disk or a server"),
]


def at_once(verb, times=4):
    """Runs `verb` in several threads; gives the refusals."""
    start, refused = Barrier(times), []

    def run():
        start.wait()
        try:
            verb()
        except StepRefused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_submit_at_once_numbers_the_case_once(story):
    from .conftest import ANSWERS  # noqa: PLC0415  pytest's fixtures live beside it

    actions.save_draft(case_id=story.case_id, answers=ANSWERS, by=story.elder, at=story.clock.now)
    refused = at_once(lambda: actions.submit(case_id=story.case_id, by=story.elder, at=story.clock.now))
    assert len(refused) == 3
    assert CaseStep.objects.filter(verb="submit").count() == 1


def test_start_drafts_at_once_begins_one(elder, person, clock):
    assert not at_once(lambda: actions.start_draft(person_id=person.pk, by=elder, at=clock.now))
    assert Case.objects.count() == 1


def test_decide_and_publish_at_once_happen_once(story):
    story.until("checked")
    assert len(at_once(story.decide)) == 3
    assert len(at_once(story.publish)) == 3
    assert NoticeLine.objects.count() == 1
    assert story.state == "noticed"


def test_object_with_the_same_words_at_once_counts_once(story):
    story.until("noticed")
    grievance = actions.Grievance("不公平", "某人", "地址")
    at = story.clock.later()
    assert not at_once(lambda: actions.raise_objection(case_id=story.case_id, grievance=grievance, by=PUBLIC, at=at))
    assert Objection.objects.count() == 1
