"""Files of workers: looked at first, taken whole or not at all."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.people.workforce.conftest import number_of
from yinling.engines.linkage.columns import RosterRefused
from yinling.foundation.audit.models import Change
from yinling.kernel.dates import day_of
from yinling.people.intake import actions
from yinling.people.intake.domain.columns import EXAMPLE_ROW, FIELDS, UnknownWord, code_of
from yinling.people.intake.models import RosterFile
from yinling.people.workforce.domain.refusals import NotAllowed, WorkerRefused
from yinling.people.workforce.models import Worker


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def line(sequence: int, **given: str) -> dict[str, str]:
    return {"name": "王秀英", "id_number": number_of(sequence), "phone": "13912345678", "occupation": "护理员",
            "residence_area": "310118001001", "employed_from": "2024-01-01", "skills": "生活照料、助浴",
            "hours": "周一至周五 08:00-12:00、13:00-17:00", "health_from": "2026-01-01", "health_until": "2026-12-31",
            "level": "五级", "level_from": "2024-05-01", **given}  # fmt: skip


def file_of(*lines: dict[str, str]) -> bytes:
    names = list(FIELDS)
    rows = [[FIELDS[name].label for name in names], *([one.get(name, "") for name in names] for one in lines)]
    return "\n".join(",".join(row) for row in rows).encode()


def upload(by, at, *lines: dict[str, str]) -> RosterFile:
    return actions.upload_workers(
        content=file_of(*lines), file_name="人员.csv", provider_id=by.organisation_id, by=by, at=at
    )  # fmt: skip


def test_take_a_file_whole(offices, at) -> None:
    file = upload(offices[0], at, line(1), line(2, name="李桂英"))
    found = actions.preview_workers(file, on=day_of(at))
    assert (found.faults, found.counts) == ([], {"new": 2, "changed": 0})
    assert not Worker.objects.exists()
    actions.apply_workers(file_id=file.pk, by=offices[0], at=at)
    worker = Worker.objects.get(name="王秀英")
    assert sorted(worker.qualifications.values_list("kind", "level")) == [("caregiver", "level_5"), ("health", "")]
    assert sorted(worker.skills.values_list("code", flat=True)) == ["basic_care", "bathing"]
    assert worker.hours.count() == 10
    assert Change.objects.filter(verb="intake.take").exists()
    with pytest.raises(WorkerRefused):
        actions.apply_workers(file_id=file.pk, by=offices[0], at=at)


def test_change_those_who_are_known_and_keep_what_is_not_said(offices, employ, at) -> None:
    worker = employ(1)
    file = upload(offices[0], at, {"name": "新名字", "id_number": number_of(1), "transport": "公交"})
    assert actions.preview_workers(file, on=day_of(at)).counts == {"new": 0, "changed": 1}
    actions.apply_workers(file_id=file.pk, by=offices[0], at=at)
    worker.refresh_from_db()
    assert (worker.name, worker.transport, worker.phone, worker.area) == (
        "新名字", "bus", "13900000000", "310118001001",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "field", "part"),
    [
        ({"occupation": "厨师"}, "岗位", "应为"),
        ({"skills": "飞行"}, "技能", "应为"),
        ({"skills": "医疗护理"}, "技能", "执业证书"),
        ({"hours": "早上来"}, "工作时间", "看不懂"),
        ({"site": "没有的站点"}, "站点", "没有登记"),
        ({"residence_area": ""}, "工作区划", "缺少"),
        ({"residence_area": "月球"}, "工作区划", "找不到"),
        ({"employed_from": ""}, "入职日期", "缺少"),
        ({"health_until": ""}, "健康证明有效期至", "有效期"),
        ({"health_until": "2020-01-01"}, "健康证明发证日期", "早于"),
        ({"level_from": ""}, "护理员证书发证日期", "缺少"),
        ({"phone": "12"}, "手机号", "电话"),
        ({"id_number": "999999198001010000"}, "身份证号", "校验"),
        ({"name": EXAMPLE_ROW["name"]}, "姓名", "示例"),
    ],
)
def test_say_what_is_wrong_by_row_and_field_and_take_nothing(offices, at, given, field: str, part: str) -> None:
    file = upload(offices[0], at, line(1), line(2, **given))
    found = actions.preview_workers(file, on=day_of(at))
    assert (found.counts, found.wrong_rows) == ({"new": 1, "changed": 0}, 1)
    faults = [fault for fault in found.faults if fault.is_error]
    assert [(fault.row, fault.field) for fault in faults] == [(3, field)]
    assert part in faults[0].reason
    with pytest.raises(WorkerRefused):
        actions.apply_workers(file_id=file.pk, by=offices[0], at=at)
    assert not Worker.objects.exists()


def test_refuse_the_same_person_twice(offices, at) -> None:
    file = upload(offices[0], at, line(1), line(1))
    assert any("重复" in fault.reason for fault in actions.preview_workers(file, on=day_of(at)).faults)


def test_keep_files_to_their_provider(offices, at) -> None:
    file = upload(offices[0], at, line(1))
    assert not RosterFile.objects.visible_to(offices[1]).exists()
    with pytest.raises(WorkerRefused):
        actions.apply_workers(file_id=file.pk, by=offices[1], at=at)
    with pytest.raises(NotAllowed):
        actions.upload_workers(
            content=file_of(line(2)), file_name="x.csv", provider_id=offices[0].organisation_id, by=offices[1], at=at
        )  # fmt: skip
    with pytest.raises(RosterRefused):
        actions.upload_workers(
            content=b"a,b\n1,2\n", file_name="x.csv", provider_id=offices[0].organisation_id, by=offices[0], at=at
        )  # fmt: skip


def test_know_words_by_their_beginning_only_where_one_fits() -> None:
    words = {"level_5": "五级／初级工", "level_4": "四级／中级工"}
    assert code_of("五级", words) == "level_5"
    with pytest.raises(UnknownWord):
        code_of("", words)


def test_carry_a_file_from_upload_to_result(desk, operators) -> None:
    browser = desk("care_provider", organisation_id=operators[0].pk)
    template = browser.get("/workforce/files/template.xlsx")
    content = b"".join(template.streaming_content)
    answer = browser.post("/workforce/files/", {"file": SimpleUploadedFile("模板.xlsx", content)})
    page = browser.get(answer["Location"]).content.decode()
    assert "示例" in page
    assert "不能导入" in page
    sent = SimpleUploadedFile("人员.csv", file_of(line(1)))
    address = browser.post("/workforce/files/", {"file": sent})["Location"]
    assert "这是预览" in browser.get(address).content.decode()
    assert browser.post(f"{address}application/").status_code == 302
    assert Worker.objects.count() == 1
    assert "新增 1 人" in browser.get(address).content.decode()
    other = browser.post("/workforce/files/", {"file": SimpleUploadedFile("人员.csv", file_of(line(2)))})["Location"]
    browser.post(f"{other}cancellation/")
    assert "已取消" in browser.get(other).content.decode()
