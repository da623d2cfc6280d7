"""Many calls raised together stand as if each had been raised alone, with a number of statements that does not grow."""

from collections import Counter

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.care.alarms.conftest import DEVICES, NOON, SECOND, VILLAGE
from yinling.care.alarms.actions import raising
from yinling.care.alarms.actions.raising import Raised, raise_, raise_all
from yinling.care.alarms.models import Alarm, AlarmStep, AlarmTimer, Source
from yinling.foundation.audit.models import Change
from yinling.foundation.audit.queries import verify
from yinling.foundation.outbox.models import Event

KINDS = ["sos", "fall"]
CALLS = st.lists(
    st.builds(
        lambda source, kind, severity, report, is_test: Raised(
            Source.PERSON, str(source), KINDS[kind], severity, VILLAGE, is_test=is_test,
            event_id=report and 100 * source + 10 * kind + report,  # a report is of one source and says one thing
        ),
        st.integers(1, 3), st.integers(0, 1), st.sampled_from(["critical", "low"]), st.none() | st.integers(1, 3),
        st.sampled_from([False, False, False, True]),
    ),
    max_size=8,
)  # fmt: skip


def standing() -> list[object]:
    """All that is kept, without numbers of rows."""
    alarms = Alarm.objects.values_list("source_key", "kind", "severity", "times_raised", "state", "raised_at")
    steps = AlarmStep.objects.values_list("alarm__source_key", "alarm__kind", "verb", "event_id", "at")
    timers = AlarmTimer.objects.values_list("alarm__source_key", "alarm__kind", "what", "number", "due_at", "taken_at")
    return [
        Counter(alarms), Counter(steps), Counter(timers), Counter(Event.objects.values_list("kind", flat=True)),
        Counter(Change.objects.values_list("verb", "area")), verify("changes").fault,
    ]  # fmt: skip


@pytest.mark.django_db
def test_stand_as_if_each_had_been_raised_alone() -> None:
    @settings(max_examples=40, deadline=None)
    @given(CALLS, CALLS)
    def agree(before: list[Raised], together: list[Raised]) -> None:
        found = []
        for is_together in (True, False):
            with transaction.atomic():
                for one in before:
                    raise_(one, by=DEVICES, at=NOON)
                if is_together:
                    raise_all(together, by=DEVICES, at=NOON + SECOND)
                else:
                    for one in together:
                        raise_(one, by=DEVICES, at=NOON + SECOND)
                found.append(standing())
                transaction.set_rollback(True)
        assert found[0] == found[1]

    agree()


def calls(count: int, start: int = 0) -> list[Raised]:
    numbers = range(start, start + count)
    return [Raised(Source.PERSON, str(n), "sos", "critical", VILLAGE, event_id=n + 1) for n in numbers]


@pytest.mark.django_db
def test_raise_with_a_fixed_number_of_statements(django_assert_num_queries) -> None:
    raise_all(calls(1), by=DEVICES, at=NOON)  # the book of changes has its first row
    for start, count in ((1, 1), (2, 30)):
        with django_assert_num_queries(9):
            raise_all(calls(count, start), by=DEVICES, at=NOON)
    assert Alarm.objects.count() == 32


@pytest.mark.django_db
def test_raise_nothing_where_somebody_was_quicker(monkeypatch) -> None:
    """One of the group is raised by somebody else between the look and the deed: none of it is done."""
    raise_(calls(3)[1], by=DEVICES, at=NOON)
    monkeypatch.setattr(raising, "_fresh", lambda raised: dict.fromkeys(range(len(raised))))
    with pytest.raises(IntegrityError), transaction.atomic():
        raise_all(calls(3), by=DEVICES, at=NOON)
    assert list(Alarm.objects.values_list("source_key", "times_raised")) == [("person:1", 1)]
