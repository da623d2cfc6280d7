"""What is kept of a benchmark when only a part of it is measured again."""

from benchmarks.routing.__main__ import over


def test_keep_the_sizes_that_were_left_out() -> None:
    days = {"sizes": {"300": {"cost": 1}, "1000": {"cost": 2}}}
    found = over({"load": 8, "days": days, "hhcrsp": {}}, {"load": 1, "days": {"sizes": {"1000": {"cost": 3}}}})
    assert found == {"load": 1, "days": {"sizes": {"300": {"cost": 1}, "1000": {"cost": 3}}}, "hhcrsp": {}}
    assert days["sizes"]["1000"] == {"cost": 2}
