"""Rosters: counts, repeats, conflicts, scope, cutting off in the middle."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from tests.people.conftest import actor
from tests.people.rosters.samples import HEADERS, csv_of, number, row
from yinling.engines.linkage.columns import RosterRefused
from yinling.people.registry import actions, queries
from yinling.people.registry.actions.rosters import PeopleTaker
from yinling.people.registry.models import (
    Conflict,
    Household,
    Identifier,
    Person,
    PossibleDuplicate,
    Statement,
)
from yinling.people.rosters.actions import importing
from yinling.people.rosters.actions.reading import read_roster
from yinling.people.rosters.models import ImportBatch, Source

pytestmark = pytest.mark.usefixtures("areas")


@pytest.fixture
def bring(by, at):
    """Imports bytes and gives the counts: `bring(content, source="民政局", by=clerk)`."""

    def run(content: bytes, *, source: str = "民政局", by=by, day: date = date(2026, 1, 1), **_: object) -> dict:
        table = read_roster(content, "roster.csv")
        batch = importing.open_batch(
            content, table, file_name="roster.csv", source=actions.source_named(source), reported_on=day, by=by, at=at
        )
        importing.continue_or_begin(batch)
        importing.apply_batch(batch_id=batch.pk, table=table, at=at)
        batch.refresh_from_db()
        assert batch.state == "applied"
        return batch.counts | {"batch": batch}

    return run


def counts(found: dict) -> tuple[int, ...]:
    return tuple(found[name] for name in ("new", "changed", "unchanged", "conflicts", "duplicates", "errors"))


def stored() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Person, Identifier, Statement, Household))


def test_import_once_and_change_nothing_the_second_time(bring) -> None:
    content = csv_of([row(serial) for serial in range(30)])
    assert counts(bring(content)) == (30, 0, 0, 0, 0, 0)
    before = stored()
    assert counts(bring(content)) == (0, 0, 30, 0, 0, 0)
    assert counts(bring(content, day=date(2026, 2, 1))) == (0, 0, 30, 0, 0, 0)
    assert stored() == before


def test_take_only_what_is_new_of_a_changed_row(bring) -> None:
    bring(csv_of([row(1)]))
    found = bring(csv_of([row(1, 月收入="4000")]), day=date(2026, 2, 1))
    assert counts(found) == (0, 1, 0, 0, 0, 0)
    assert Statement.objects.last().values == {"monthly_income_yuan": 400000}
    person = Person.objects.get()
    assert queries.facts_of(person.pk, on=date(2026, 1, 15))["monthly_income_yuan"] == 300000
    assert queries.facts_of(person.pk, on=date(2026, 2, 1))["monthly_income_yuan"] == 400000


def test_file_an_older_roster_under_its_own_day(bring) -> None:
    bring(csv_of([row(1, 月收入="4000")]), day=date(2026, 2, 1))
    older = csv_of([row(1)])
    assert bring(older, day=date(2026, 1, 1))["changed"] == 1
    assert bring(older, day=date(2026, 1, 1))["unchanged"] == 1
    person = Person.objects.get()
    assert queries.facts_of(person.pk, on=date(2026, 2, 1))["monthly_income_yuan"] == 400000


def test_make_one_person_of_three_sources_and_show_the_conflict(bring) -> None:
    bring(csv_of([row(1, 低保="是")]), source="民政局")
    assert bring(csv_of([row(1, 低保="否")]), source="街镇")["conflicts"] == 1
    bring(csv_of([row(1, 低保="是")]), source="公安")
    person = Person.objects.get()
    assert Conflict.objects.get(settled_at=None).field == "minimum_living"
    assert Statement.objects.filter(person=person).count() == 3
    assert queries.facts_of(person.pk, on=date(2026, 2, 1))["minimum_living"] is True


def test_suspect_likeness_but_merge_nobody(bring) -> None:
    headers = ["姓名", "身份证号", "出生日期", "居住区划"]
    born = f"{number(1)[6:10]}-{number(1)[10:12]}-{number(1)[12:14]}"
    content = csv_of([["甲", number(1), "", "310118001001"], ["甲", "", born, "310118001002"]], headers)
    assert counts(bring(content)) == (2, 0, 0, 0, 1, 0)
    assert counts(bring(content)) == (0, 0, 2, 0, 0, 0)
    assert PossibleDuplicate.objects.count() == 1
    assert bring(csv_of([["甲", "", born, "310118001"]], headers), source="残联")["duplicates"] == 1


def test_know_a_row_without_number_again_after_merging(bring, clerk, at) -> None:
    headers = ["姓名", "身份证号", "出生日期", "居住区划"]
    born = f"{number(1)[6:10]}-{number(1)[10:12]}-{number(1)[12:14]}"
    content = csv_of([["甲", number(1), "", "310118001001"], ["甲", "", born, "310118001001"]], headers)
    bring(content)
    actions.merge(suspicion_id=PossibleDuplicate.objects.get().pk, reason="核实", by=clerk, at=at)
    assert counts(bring(content)) == (0, 0, 2, 0, 0, 0)


def test_reject_faulty_rows_with_their_reasons_and_take_the_rest(bring) -> None:
    bad = [row(2, 身份证号="999999194002290011"), row(3, 月收入="三千"), row(4, 姓名=""), row(1, 姓名="乙")]
    found = bring(csv_of([row(1), *bad, row(5)]))
    assert counts(found) == (2, 0, 0, 0, 0, 4)
    faults = [(fault.row_number, fault.field) for fault in found["batch"].faults.all()]
    assert faults == [(3, "身份证号"), (4, "月收入"), (5, "姓名"), (6, "身份证号")]


def test_count_plain_copies_as_unchanged(bring) -> None:
    assert counts(bring(csv_of([row(1), row(1)]))) == (1, 0, 1, 0, 0, 0)


def test_refuse_rows_of_another_town(bring) -> None:
    clerk = actor("town_clerk", "310118001")
    bring(csv_of([row(1, 居住区划="310118002")]))
    found = bring(csv_of([row(1), row(2, 居住区划="310118002"), row(3)]), by=clerk, source="街镇")
    assert counts(found) == (1, 0, 0, 0, 0, 2)


def test_go_on_where_it_was_cut_off(bring, by, at, monkeypatch) -> None:
    monkeypatch.setattr(importing, "CHUNK_ROWS", 10)
    content = csv_of([row(serial) for serial in range(35)])
    whole = PeopleTaker.store
    calls = []

    def breaking(self, rows, origin):
        result = whole(self, rows, origin)
        calls.append(1)
        if len(calls) == 3:
            raise RuntimeError("power cut")
        return result

    monkeypatch.setattr(PeopleTaker, "store", breaking)
    with pytest.raises(RuntimeError):
        bring(content)
    assert ImportBatch.objects.get().rows_done == Person.objects.count() == 20
    monkeypatch.setattr(PeopleTaker, "store", whole)
    table = read_roster(content, "roster.csv")
    again = importing.open_batch(
        content, table, file_name="roster.csv", source=Source.objects.get(name="民政局"),
        reported_on=date(2026, 1, 1), by=by, at=at,
    )  # fmt: skip
    batch = importing.continue_or_begin(again)
    assert batch.pk == ImportBatch.objects.get().pk
    importing.apply_batch(batch_id=batch.pk, table=table, at=at)
    batch.refresh_from_db()
    assert (batch.counts["new"], Person.objects.count(), batch.state) == (35, 35, "applied")
    importing.apply_batch(batch_id=batch.pk, table=table, at=at)
    assert Person.objects.count() == 35


def test_refuse_a_file_that_is_no_roster() -> None:
    for content, name in [(b"", "a.csv"), (b"\xff\x00\x01", "a.xlsx"), (b"a,b\n", "a.csv"), (b"x", "a.doc")]:
        with pytest.raises(RosterRefused):
            read_roster(content, name)


def test_preview_from_the_command_and_write_nothing(tmp_path, capsys) -> None:
    file, report = tmp_path / "r.csv", tmp_path / "errors.csv"
    file.write_bytes(csv_of([row(1), row(2, 电话="=1+1"), row(3)]))
    with pytest.raises(SystemExit) as ended:
        call_command("registry_import", str(file), source="民政局", dry_run=True, report=report)
    assert ended.value.code == 2
    assert "新增 2" in capsys.readouterr().out
    assert stored() == (0, 0, 0, 0)
    assert report.read_text().splitlines()[0] == "file,row,field,reason"
    assert report.read_text().splitlines()[1].startswith("r.csv,3,电话,")


def test_open_a_source_that_was_unknown(tmp_path, capsys) -> None:
    file = tmp_path / "r.csv"
    file.write_bytes(csv_of([row(1)]))
    call_command("registry_import", str(file), source="气象局", dry_run=True)
    assert not Source.objects.filter(name="气象局").exists()
    call_command("registry_import", str(file), source="气象局")
    assert "已新建这个来源" in capsys.readouterr().err
    assert Source.objects.get(name="气象局").priority > Source.objects.get(name="民政局").priority


def test_name_missing_columns(tmp_path) -> None:
    file = tmp_path / "r.csv"
    file.write_bytes(csv_of([["1", "2"]], ["甲", "乙"]))
    with pytest.raises(CommandError, match="缺少“姓名”列"):
        call_command("registry_import", str(file), source="民政局")


def test_read_excel_and_gb18030_alike(bring, tmp_path) -> None:
    rows = [row(serial) for serial in range(3)]
    text = csv_of(rows).decode()
    assert bring(text.encode("gb18030"))["new"] == 3
    assert bring(b"\xef\xbb\xbf" + text.encode())["unchanged"] == 3
    assert HEADERS[0] in text
