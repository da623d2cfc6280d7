"""Pages of rosters, without scripts."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.people.rosters.samples import csv_of, row
from yinling.people.registry.models import Person
from yinling.people.rosters.actions import importing
from yinling.people.rosters.models import ImportBatch


def test_carry_a_roster_from_upload_to_result(desk, settings, tmp_path, django_capture_on_commit_callbacks) -> None:
    settings.MEDIA_ROOT = tmp_path
    browser = desk("town_clerk", area="310118001")
    file = SimpleUploadedFile("名册.csv", csv_of([row(1), row(2), row(3, 月收入="很多")]))
    answer = browser.post(reverse("registry:imports"), {"source": "街镇", "reported_on": "2026-01-01", "file": file})
    batch = ImportBatch.objects.get()
    address = reverse("registry:import", args=[batch.pk])
    assert answer["Location"] == address
    form = browser.get(address).context["form"]
    given = {name: form.fields[name].initial for name in form.fields}
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(address, given)
    page = browser.get(address).content.decode()
    assert "这是预览" in page
    assert not Person.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("registry:application", args=[batch.pk]))
    assert "导入完成" in browser.get(address).content.decode()
    assert Person.objects.count() == 2
    browser.post(reverse("registry:application", args=[batch.pk]))
    assert Person.objects.count() == 2
    faults = browser.get(reverse("registry:faults", args=[batch.pk, "csv"]))
    assert "月收入" in b"".join(faults.streaming_content).decode()


def test_hide_batches_of_other_towns(desk, make_user, settings, tmp_path, client) -> None:
    settings.MEDIA_ROOT = tmp_path
    browser = desk("town_clerk", area="310118001")
    file = SimpleUploadedFile("名册.csv", csv_of([row(1)]))
    browser.post(reverse("registry:imports"), {"source": "街镇", "reported_on": "2026-01-01", "file": file})
    batch = ImportBatch.objects.get()
    client.force_login(make_user("town_clerk", area="310118002"))
    for name in ("import", "progress"):
        assert client.get(reverse(f"registry:{name}", args=[batch.pk])).status_code == 404
    assert "名册.csv" not in client.get(reverse("registry:imports")).content.decode()


def test_go_on_in_the_browser_after_a_cut(desk, settings, tmp_path, django_capture_on_commit_callbacks) -> None:
    settings.MEDIA_ROOT = tmp_path
    browser = desk("town_clerk", area="310118001")
    file = SimpleUploadedFile("名册.csv", csv_of([row(1), row(2)]))
    browser.post(reverse("registry:imports"), {"source": "街镇", "reported_on": "2026-01-01", "file": file})
    batch = ImportBatch.objects.get()
    assert browser.post(reverse("registry:application", args=[batch.pk])).status_code == 302
    assert not Person.objects.exists()
    ImportBatch.objects.update(state="failed", failure=importing.BROKEN, preview={"first": []}, rows_done=0)
    assert "继续导入" in browser.get(reverse("registry:import", args=[batch.pk])).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("registry:application", args=[batch.pk]))
    assert Person.objects.count() == 2
