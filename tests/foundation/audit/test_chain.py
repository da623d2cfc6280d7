"""The chain of the audit shows every way of tampering."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from yinling.foundation.audit.actions import Changed, record, record_all, record_read
from yinling.foundation.audit.domain.chain import BEGINNING, canonical, link, plain
from yinling.foundation.audit.models import ChainHead, Change, Read
from yinling.foundation.audit.queries import changes_about, hash_at, verify
from yinling.gateways.append_only import WrittenOnce

ROWS = 5


@pytest.fixture
def book(db, by, at):
    for number in range(ROWS):
        record(by=by, at=at, verb="t.change", subject=f"case:{number}", area="310118", after={"数": number, "z": None})


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_verify_an_untouched_book(book) -> None:
    verdict = verify("changes")
    assert (verdict.length, verdict.fault) == (ROWS, "")
    assert verdict.head == ChainHead.objects.get(book="changes").hash


def test_name_the_row_whose_content_was_changed(book) -> None:
    run("UPDATE audit_change SET subject = %s WHERE number = 3", "case:99")
    assert verify("changes").broken_at == 3


@pytest.mark.parametrize("column", ["user_name", "role", "reason", "verb", "area"])
def test_notice_a_change_of_any_text(book, column: str) -> None:
    run(f"UPDATE audit_change SET {column} = %s WHERE number = 2", "x")
    assert verify("changes").broken_at == 2


def test_notice_a_changed_time_and_changed_values(book) -> None:
    run("UPDATE audit_change SET at = %s WHERE number = 4", datetime(2001, 1, 1, tzinfo=UTC))
    assert verify("changes").broken_at == 4
    run('UPDATE audit_change SET "after" = %s WHERE number = 2', '{"数": 7}')
    assert verify("changes").broken_at == 2


def test_notice_a_row_deleted_from_the_middle(book) -> None:
    run("DELETE FROM audit_change WHERE number = 2")
    assert verify("changes").broken_at == 3


def test_notice_a_deleted_tail(book) -> None:
    run("DELETE FROM audit_change WHERE number = %s", ROWS)
    verdict = verify("changes")
    assert verdict.broken_at == ROWS
    assert "链头" in verdict.fault


def test_notice_a_book_emptied_altogether(book) -> None:
    run("DELETE FROM audit_change")
    assert verify("changes").fault


def test_notice_rows_put_in_another_order(book) -> None:
    run("UPDATE audit_change SET number = 100 WHERE number = 2")
    run("UPDATE audit_change SET number = 2 WHERE number = 3")
    run("UPDATE audit_change SET number = 3 WHERE number = 100")
    assert verify("changes").broken_at == 2


def test_notice_a_row_slipped_in_without_the_chain(book) -> None:
    row = Change.objects.get(number=ROWS)
    Change(**{**{f.attname: getattr(row, f.attname) for f in row._meta.fields}, "number": ROWS + 1}).save()
    assert verify("changes").broken_at == ROWS + 1


def test_notice_a_book_written_anew_by_a_head_kept_elsewhere(book, capsys) -> None:
    call_command("audit_verify")
    kept = next(word for word in capsys.readouterr().out.split() if word.startswith("changes:"))
    call_command("audit_verify", head_was=[tuple_of(kept)])
    rewrite_from(2)
    call_command("audit_verify")
    with pytest.raises(SystemExit) as stop:
        call_command("audit_verify", head_was=[tuple_of(kept)])
    assert stop.value.code == 1


def tuple_of(kept: str) -> tuple[str, int, str]:
    book, number, fingerprint = kept.split(":")
    return book, int(number), fingerprint


def rewrite_from(number: int) -> None:
    """What an intruder with the database, but without yesterday's print-out, could do."""
    from yinling.foundation.audit.queries import content_of  # noqa: PLC0415

    run("UPDATE audit_change SET reason = %s WHERE number = %s", "forged", number)
    previous = hash_at("changes", number - 1)
    for row in Change.objects.filter(number__gte=number).order_by("number"):
        fingerprint = link(previous, content_of(row))
        values = (previous, fingerprint, row.number)
        run("UPDATE audit_change SET previous_hash = %s, hash = %s WHERE number = %s", *values)
        previous = fingerprint
    run("UPDATE audit_chainhead SET hash = %s WHERE book = %s", previous, "changes")


def test_say_which_row_is_broken_and_exit_with_one(book, capsys) -> None:
    run("UPDATE audit_change SET reason = %s WHERE number = 3", "x")
    with pytest.raises(SystemExit) as stop:
        call_command("audit_verify")
    assert stop.value.code == 1
    assert "第 3 行" in capsys.readouterr().err


def test_keep_both_books_apart(db, by, at) -> None:
    record_read(by=by, at=at, subject="person:3", fields=["phone"], reason="核对")
    record(by=by, at=at, verb="t.x", subject="person:3")
    assert (verify("reads").length, verify("changes").length) == (1, 1)
    row = Read.objects.get()
    assert (row.number, row.previous_hash, row.fields) == (1, BEGINNING, ["phone"])
    assert changes_about("person:3").count() == 1


def test_keep_odd_values_verifiable(db, by, at) -> None:
    odd = {"f": 1e20, "g": 0.1, "d": at.date(), "t": at, "nul": "a\0b", "四": ["𠅤", {"x": {1, 2}}], 5: True}
    record(by=by, at=at, verb="t.odd", subject="x:1", before=odd, after={}, reason="空\0白")
    assert verify("changes").fault == ""


def test_keep_many_in_one_hold_of_the_book(book, by, at, django_assert_num_queries) -> None:
    changes = [Changed(f"case:{number}", {}, {"n": number}, "原因", "310118") for number in range(9)]
    with django_assert_num_queries(3):  # the head, the rows, the head
        record_all(changes, by=by, at=at, verb="t.many")
    assert (verify("changes").length, verify("changes").fault) == (ROWS + 9, "")
    assert set(Change.objects.filter(verb="t.many").values_list("area", "reason")) == {("310118", "原因")}


def test_forbid_change_and_deletion(book) -> None:
    row = Change.objects.first()
    row.reason = "x"
    with pytest.raises(WrittenOnce):
        row.save()
    with pytest.raises(WrittenOnce):
        row.delete()
    with pytest.raises(WrittenOnce):
        Change.objects.filter(number=1).update(reason="x")
    with pytest.raises(WrittenOnce):
        Change.objects.all().delete()
    with pytest.raises(WrittenOnce):
        Change._base_manager.all().delete()


def test_hash_the_same_moment_alike_in_every_zone() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    east = moment.astimezone(timezone(timedelta(hours=8)))
    assert link("0", {"at": moment}) == link("0", {"at": east})


@given(st.dictionaries(st.text(), st.one_of(st.integers(), st.text(), st.none(), st.booleans(), st.floats())))
def test_spell_a_row_the_same_whatever_its_order(row: dict[str, object]) -> None:
    assert canonical(row) == canonical(dict(reversed(row.items())))
    assert plain(plain(row)) == plain(row)
