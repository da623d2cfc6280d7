"""Searches are ready before their clock starts, and who waits for that is told."""

import time

import pytest
from django.core.management import call_command

from yinling.care.dayplans.actions import compiling
from yinling.engines.routing import days_search, pairs_search


@pytest.mark.parametrize(("seconds", "told"), [(0.2, [compiling.NOTE]), (0.0, [])])
def test_tell_only_who_waits_long(monkeypatch: pytest.MonkeyPatch, seconds: float, told: list[str]) -> None:
    said: list[str] = []
    monkeypatch.setattr(compiling, "TELL_AFTER_SECONDS", 0.05)
    monkeypatch.setattr(days_search, "warm_up", lambda: time.sleep(seconds))
    compiling.load_days(said.append)
    assert said == told


def test_compile_both_searches_quietly_in_the_background(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    made: list[object] = []
    monkeypatch.setattr("os.nice", made.append)
    monkeypatch.setattr(compiling, "TELL_AFTER_SECONDS", 0.0)
    monkeypatch.setattr(days_search, "warm_up", lambda: made.append("days"))
    monkeypatch.setattr(pairs_search, "warm_up", lambda: made.append("pairs"))
    call_command("visits_compile", "--background")
    assert made == [15, "days", "pairs"]
    assert capsys.readouterr().err == ""


def test_plan_the_smallest_day_that_the_search_is_loaded_with() -> None:
    days_search.warm_up()
    pairs_search.warm_up()
