"""After a change of key every seal is renewed, in pieces, and the old key can go."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from yinling.foundation.documents import actions as documents
from yinling.foundation.documents import queries
from yinling.gateways import resealing
from yinling.gateways.sealing import SealBroken, present_seal
from yinling.kernel.actor import machine

PDF = b"%PDF-1.7 "


@pytest.fixture
def sealed_column(transactional_db):
    """A table of its own with one sealed column."""
    from django.db import models  # noqa: PLC0415

    from yinling.gateways.sealing import SealedTextField  # noqa: PLC0415

    class Locket(models.Model):
        word = SealedTextField(null=True)

        class Meta:
            app_label = "gateways"

    with connection.schema_editor() as editor:
        editor.create_model(Locket)
    yield Locket
    with connection.schema_editor() as editor:
        editor.delete_model(Locket)
    from django.apps import apps  # noqa: PLC0415

    del apps.all_models["gateways"]["locket"]
    apps.clear_cache()


@pytest.fixture
def kept(at, settings):
    settings.DATA_KEY = "first key"
    return [
        documents.keep(
            content=PDF + bytes([48 + n]), name=f"{n}.pdf", kind="evidence", about="case:1", by=machine("t"), at=at
        )
        for n in range(3)
    ]


@pytest.fixture
def at():
    from datetime import UTC, datetime  # noqa: PLC0415

    return datetime(2026, 3, 2, tzinfo=UTC)


def test_seal_rows_and_files_with_the_new_key(sealed_column, kept, settings, capsys) -> None:
    for word in ["甲", "乙", "", None]:
        sealed_column.objects.create(word=word)
    settings.DATA_KEY, settings.DATA_KEYS_RETIRED = "second key", ["first key"]
    with pytest.raises(SystemExit):
        call_command("data_reseal", check=True)
    call_command("data_reseal")
    assert "5 项" in capsys.readouterr().out
    settings.DATA_KEYS_RETIRED = []
    assert list(sealed_column.objects.order_by("pk").values_list("word", flat=True)) == ["甲", "乙", "", None]
    assert [queries.content(document.pk) for document in kept] == [PDF + b"0", PDF + b"1", PDF + b"2"]
    call_command("data_reseal", check=True)
    call_command("data_reseal")
    assert "0 项" in capsys.readouterr().out


def test_go_on_where_a_stopped_run_ended(sealed_column, settings, monkeypatch) -> None:
    settings.DATA_KEY = "first key"
    for number in range(7):
        sealed_column.objects.create(word=str(number))
    settings.DATA_KEY, settings.DATA_KEYS_RETIRED = "second key", ["first key"]
    monkeypatch.setattr(resealing, "BATCH_ROWS", 3)
    field = sealed_column._meta.get_field("word")
    assert next(resealing.reseal(sealed_column, field)) == 3
    assert resealing.waiting(sealed_column, field).count() == 4
    assert list(resealing.reseal(sealed_column, field)) == [3, 1]
    assert resealing.waiting(sealed_column, field).count() == 0


def test_stop_at_a_seal_of_an_unknown_key(sealed_column, settings) -> None:
    settings.DATA_KEY = "lost key"
    sealed_column.objects.create(word="甲")
    settings.DATA_KEY, settings.DATA_KEYS_RETIRED = "second key", []
    with pytest.raises(CommandError, match="YINLING_DATA_KEYS_RETIRED"):
        call_command("data_reseal")
    with pytest.raises(SealBroken):
        list(sealed_column.objects.all())


def test_know_every_sealed_column() -> None:
    labels = {f"{model._meta.label}.{field.name}" for model, field in resealing.sealed_fields()}
    assert any(label.startswith("registry.") for label in labels)
    assert present_seal().count(".") == 2
