"""Documents are sealed, known by their bytes, seen only within scope, and every look is logged."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from yinling.foundation.audit.models import Change, Read
from yinling.foundation.documents import models, queries
from yinling.foundation.documents.actions import FileRefused, keep, safe_name
from yinling.foundation.documents.models import Document
from yinling.gateways.append_only import WrittenOnce
from yinling.gateways.filetypes import JPEG, PDF
from yinling.kernel.actor import Actor

PAPER = b"%PDF-1.7 paper of an invented person"
PHOTO = b"\xff\xd8\xff\xe0 photo \xff\xd9"


@pytest.fixture
def paper(db, by, at):
    def make(**bounds: object) -> Document:
        values = {"content": PAPER, "name": "证明.pdf", "kind": "evidence", "about": "case:1", "area": "310118001003"}
        return keep(**{**values, **bounds}, by=by, at=at)

    return make


def test_seal_a_file_at_rest(paper) -> None:
    document = paper()
    with default_storage.open(queries.path_of(document.stored_as)) as file:
        assert b"invented" not in file.read()
    assert queries.content(document.pk) == PAPER
    assert (document.content_type, document.size_bytes) == (PDF, len(PAPER))


def test_keep_the_same_file_once(paper) -> None:
    assert paper().pk == paper().pk
    assert Change.objects.filter(verb="documents.keep").count() == 1
    assert paper(about="case:2").pk != paper().pk


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "空"), (b"MZ\x00 program", "不能识别"), (b"%PDF-" + b"x" * 50, "MB")]
)
def test_refuse_a_file_and_say_why(paper, settings, content: bytes, words: str) -> None:
    settings.UPLOAD_BYTES_MAX = 40
    with pytest.raises(FileRefused, match=words):
        paper(content=content)
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("C:\\桌面\\病历.PDF", PDF, "病历.pdf"),
        ("run.exe", PDF, "run.pdf"),
        ("照片.jpeg", JPEG, "照片.jpeg"),
        ("a\r\nSet-Cookie: x.pdf", PDF, "aSet-Cookie x.pdf"),
        ("\u202efdp.exe", PDF, "fdp.pdf"),
        ("", PDF, "文件.pdf"),
        ("长" * 300 + ".pdf", PDF, "长" * 120 + ".pdf"),
    ],
)
def test_keep_a_harmless_name(name: str, kind: str, kept: str) -> None:
    assert safe_name(name, kind) == kept


def test_write_a_document_once(paper) -> None:
    with pytest.raises(WrittenOnce):
        paper().delete()


def test_download_a_paper_and_log_the_look(paper, make_user, client_of) -> None:
    document = paper()
    client = client_of(make_user("town_clerk", area="310118001"))
    answer = client.get(reverse("documents:file", args=[document.pk]))
    assert answer.content == PAPER
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E8%AF%81")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    read = Read.objects.get()
    assert (read.subject, read.fields, read.role) == ("case:1", [f"document:{document.pk}"], "town_clerk")


def test_show_a_photograph_in_the_page(paper, make_user, client_of) -> None:
    document = paper(content=PHOTO, name="x.jpg")
    answer = client_of(make_user("town_clerk", area="310118")).get(reverse("documents:file", args=[document.pk]))
    assert (answer["Content-Type"], answer["Content-Disposition"][:6]) == (JPEG, "inline")


@pytest.mark.parametrize(
    ("role", "bounds", "status"),
    [
        ("town_clerk", {"area": "310118001"}, 200),
        ("town_clerk", {"area": "310118002"}, 404),
        ("auditor", {"area": "310118"}, 200),
        ("adaptation_firm", {"organisation_id": 7}, 200),
        ("adaptation_firm", {"organisation_id": 8}, 404),
        ("older_person", {"person_id": 3}, 200),
        ("older_person", {"person_id": 4}, 404),
        ("agent", {}, 404),
        ("administrator", {}, 403),
        ("finance_officer", {"area": "310118"}, 403),
    ],
)
def test_open_a_document_only_within_scope(paper, make_user, client_of, role: str, bounds: dict, status: int) -> None:
    document = paper(organisation_id=7, person_id=3)
    answer = client_of(make_user(role, **bounds)).get(reverse("documents:file", args=[document.pk]))
    assert answer.status_code == status
    assert Read.objects.count() == (status == 200)


def test_open_a_document_by_mandate(paper, make_user, client_of, monkeypatch) -> None:
    monkeypatch.setattr(models, "mandates", [lambda actor, *, on: [3]])
    client = client_of(make_user("agent"))
    assert client.get(reverse("documents:file", args=[paper(person_id=3).pk])).status_code == 200
    assert client.get(reverse("documents:file", args=[paper(person_id=4).pk])).status_code == 404


def test_show_documents_on_the_days_of_the_mandate_only(paper, monkeypatch) -> None:
    last = date(2022, 6, 30)
    monkeypatch.setattr(models, "mandates", [lambda actor, *, on: [3] if on <= last else []])
    kept = paper(person_id=3, about="case:1")
    agent = Actor(1, "代办人", "agent", permissions=frozenset({"elder.represent"}))
    assert [line.id for line in queries.about("case:1", actor=agent, on=last)] == [kept.pk]
    assert not queries.about("case:1", actor=agent, on=last + timedelta(days=1))


def test_send_the_public_to_the_log_in(paper, client) -> None:
    assert "login" in client.get(reverse("documents:file", args=[paper().pk])).url
