"""Two determinations of one household at one moment."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from yinling.needs.entitlements.models import Determination

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="threads need a database on disk or a server"),
]


def test_determine_at_once_never_exceeds_the_cap(determine):
    start = Barrier(4)

    def run(number):
        start.wait()
        try:
            determine(f"QP-{number}", cost_yuan=2000)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    drawn = sorted(Determination.objects.values_list("counted_fen", flat=True))
    assert drawn == [0, 0, 150_000, 200_000]
