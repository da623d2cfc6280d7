"""Many devices from a file, whole or not at all."""

from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pytest
from django.utils import timezone

from tests.care import story
from tests.signing_in import log_in
from yinling.care.devicefiles.actions import register_many
from yinling.care.devicefiles.domain.columns import EXAMPLE_ROW, FIELDS
from yinling.care.devices.models import Device, Installation
from yinling.gateways.spreadsheets import write_table
from yinling.project.demo.people import identity_number

pytestmark = pytest.mark.django_db


def _file(rows: list[dict[str, str]], folder: Path) -> bytes:
    columns = {
        field.label: pa.array([row.get(name, "") for row in rows], pa.string()) for name, field in FIELDS.items()
    }
    path = folder / "devices.xlsx"
    write_table(path, columns)
    return path.read_bytes()


def test_takes_a_file_whole_or_says_what_is_wrong_row_by_row(stored, clerk, tmp_path) -> None:
    number = identity_number(story.date(1941, 5, 20), 90, is_woman=True)
    person = story.register_person(
        story.PersonDetails("甲册", number, {"residence_area": f"{story.TOWN}001"}, reported_on=story.ON),
        by=story.clerk(), at=story.AT,
    )  # fmt: skip
    good = {"kind": "呼叫主机", "protocol": "DC-09", "account": "7001", "id_number": number, "room": "卧室"}
    wrong = [
        good, {**good, "account": "7002", "kind": "电视"}, {**good, "account": "7001"}, EXAMPLE_ROW,
        {"kind": "烟感", "protocol": "MQTT", "account": "smoke-1", "expected_seconds": "一天"},
        {**good, "account": "7003", "id_number": "999999190001010000"},
    ]  # fmt: skip
    now = timezone.now()
    taken = register_many(content=_file(wrong, tmp_path), file_name="设备.xlsx", by=clerk, at=now)
    assert {(fault.row, fault.field) for fault in taken.faults} == {
        (3, "种类"), (4, "账号"), (5, "账号"), (5, "所属街镇"), (5, "老年人身份证号"), (6, "平安周期（秒）"),
        (6, "账号"), (7, "老年人身份证号"),
    }  # fmt: skip
    assert Device.objects.count() == 1
    sent = BytesIO(_file([good, {"kind": "烟感", "protocol": "json", "account": "7004"}], tmp_path))
    sent.name = "devices.xlsx"
    text = log_in(clerk).post("/devices/file/", {"file": sent}).content.decode()
    assert "登记 2 台，其中安装 1 台" in text
    assert Installation.objects.get().person_id == person.pk


def test_offers_a_template_with_an_example(clerk) -> None:
    answer = log_in(clerk).get("/devices/file/template.xlsx")
    content = b"".join(answer.streaming_content)
    taken = register_many(content=content, file_name="模板.xlsx", by=clerk, at=timezone.now())
    assert "请删除示例行" in {fault.reason for fault in taken.faults}
