"""The stories that tests of care begin with."""

from datetime import date
from itertools import count

from tests.care import story
from yinling.people.registry.models import Person


def test_a_story_does_not_run_out_of_people(db, monkeypatch) -> None:
    monkeypatch.setattr(story, "_numbers", count(999))
    people = [story.person(), story.person()]
    assert {Person.objects.get(pk=one).birth_date for one in people} == {date(1941, 5, 19), date(1941, 5, 18)}
