"""The command `indicators_verdicts` on files, without a database."""

import csv

import pytest
from django.core.management import CommandError, call_command

HEADER = "indicator,area,numerator,denominator,value"


@pytest.fixture
def judged(tmp_path, capsys):
    def run(*rows, period="2020", header=HEADER, encoding="utf-8", pack="suqian-2020"):
        source, out = tmp_path / "observations.csv", tmp_path / "verdicts.csv"
        source.write_text("\n".join([header, *rows]), encoding=encoding)
        code = 0
        try:
            call_command("indicators_verdicts", pack=pack, period=period, observations=source, out=out)
        except SystemExit as stop:
            code = stop.code
        lines = {(line["indicator"], line["area"]): line for line in csv.DictReader(out.open(encoding="utf-8"))}
        rejects = out.with_suffix(".rejects.csv")
        left_out = list(csv.DictReader(rejects.open(encoding="utf-8"))) if rejects.exists() else []
        return code, lines, left_out, capsys.readouterr().err

    return run


def verdict(judged, *rows, area="3213", **options):
    _, lines, _, _ = judged(*rows, **options)
    return {line["indicator"]: line["verdict"] for (_, code), line in lines.items() if code == area}


def test_judge_and_roll_up_a_file(judged):
    code, lines, rejects, _ = judged("SQ-A9,321302,90,100,", "SQ-A9,宿豫区,1,10,", "SQ-A1,3213,1,5,")
    assert (code, rejects) == (0, [])
    assert list(lines) == [("SQ-A1", "3213"), ("SQ-A9", "3213"), ("SQ-A9", "321302"), ("SQ-A9", "321311")]
    assert list(lines["SQ-A9", "3213"].values()) == ["SQ-A9", "3213", "91", "110", "82.73", "50", "met"]
    assert lines["SQ-A1", "3213"]["verdict"] == "met"


@pytest.mark.parametrize(("visited", "expected"), [(79, "not_met"), (80, "met")])
def test_judge_a_month_by_the_target_of_its_year(judged, visited, expected):
    assert verdict(judged, f"SQ-A13,321302,{visited},100,", period="2020-05", area="321302") == {"SQ-A13": expected}


@pytest.mark.parametrize(
    ("indicator", "year", "expected"),
    [
        ("SQ-A2", 2020, "no_target"),
        ("SQ-A2", 2021, "no_target"),
        ("SQ-A2", 2022, "not_met"),
        ("SQ-A7", 2020, "no_target"),
        ("SQ-A11", 2020, "no_target"),
        ("SQ-A11", 2021, "no_target"),
        ("SQ-A11", 2022, "not_met"),
    ],
)
def test_fail_nobody_in_a_blank_year(judged, indicator, year, expected):
    assert verdict(judged, f"{indicator},321302,,,0", period=str(year), area="321302") == {indicator: expected}


def test_hold_the_last_target_of_streets(judged):
    assert verdict(judged, "SQ-A4,3213,99,100,", period="2021") == {"SQ-A4": "not_met"}
    assert verdict(judged, "SQ-A4,3213,100,100,", period="2022") == {"SQ-A4": "met"}
    assert verdict(judged, "SQ-A4,3213,99,100,", period="2023") == {"SQ-A4": "not_met"}


BLANK = [("SQ-A2", "2020"), ("SQ-A2", "2021"), ("SQ-A4", "2022"), ("SQ-A7", "2020"), ("SQ-A7", "2022")]
BLANK += [("SQ-A11", "2020"), ("SQ-A11", "2021")]


@pytest.mark.parametrize(("indicator", "year"), BLANK)
def test_never_fail_a_blank_cell(judged, indicator, year):
    row = f"{indicator},3213,0,100," if indicator == "SQ-A4" else f"{indicator},3213,,,0"
    assert verdict(judged, row, period=year) == {indicator: "no_target"}


def test_keep_a_milestone_done(judged):
    assert verdict(judged, "SQ-A7,3213,,,2021-11-30", period="2022") == {"SQ-A7": "met"}
    assert verdict(judged, "SQ-A7,3213,,,2022-02-01", period="2021") == {"SQ-A7": "not_met"}


def test_read_chinese_headers_in_gb18030(judged):
    code, lines, _, notes = judged(
        "特殊困难老年人月探访率,宿城区,8,10,无", header="指标,区划,分子,分母,备注", encoding="gb18030"
    )
    assert code == 0
    assert lines["SQ-A13", "321302"]["value_percent"] == "80.00"
    assert "备注" in notes


def test_reject_faulty_rows_and_judge_the_rest(judged):
    code, lines, rejects, _ = judged(
        "SQ-A9,321302,90,100,",
        "SQ-A13,3213,1,100,",
        "SQ-A13,3213,1,100,",
        "SQ-A9,310118,1,2,",
        "SQ-A17,3213,1,2,",
        "SQ-A9,3213,3,2,",
    )
    assert code == 2
    assert lines["SQ-A9", "3213"]["numerator"] == "90"
    assert [(row["row"], row["field"]) for row in rejects] == [
        ("3", "area"), ("4", "area"), ("5", "area"), ("6", "indicator"), ("7", "numerator"),
    ]  # fmt: skip


def test_take_away_the_rejects_of_an_earlier_run(judged):
    judged("SQ-A17,3213,1,2,")
    assert judged("SQ-A9,3213,1,2,")[2] == []


def test_say_when_own_figure_and_sum_differ(judged):
    _, lines, _, notes = judged("SQ-A9,3213,50,100,", "SQ-A9,321302,60,100,")
    assert lines["SQ-A9", "3213"]["numerator"] == "50"
    assert "60/100" in notes


@pytest.mark.parametrize(
    "options",
    [{"period": "2020-13"}, {"pack": "no-such-pack"}, {"header": "a,b,c,d,e"}],
)
def test_stop_when_the_job_cannot_run(judged, options):
    with pytest.raises(CommandError):
        judged("SQ-A9,3213,50,100,", **options)


def test_judge_towns_of_a_district_by_its_own_pack(judged):
    _, lines, _, _ = judged("adaptations_completed,310118102,,,40", pack="qingpu-2021", period="2022")
    assert {area: line["verdict"] for (_, area), line in lines.items()} == {"310118": "not_met", "310118102": "met"}
