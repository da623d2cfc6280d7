"""Names in staffing.yaml, vouchers.yaml and catalogue.yaml that lead nowhere are found at their line."""

import pytest

from yinling.gateways.policy.checking import check

PLANTED = [
    ("baoshan-2019/staffing.yaml", "staff: social_workers_per_beds", "staff: workers_bed", "没有参数“workers_bed”"),
    ("baoshan-2019/staffing.yaml", "per: beds_per_social_worker", "per: beds_each", "没有参数“beds_each”"),
    ("gongshu-2019/staffing.yaml", "older_percent_min: ", "older_percent_min: x", "parameters/ 中没有参数“x"),
    ("national-2026/vouchers.yaml", "ceiling: consumption_voucher", "ceiling: voucher", "没有项目“voucher”"),
    ("national-2026/vouchers.yaml", "use: consumption_voucher_use", "use: consumption_voucher", "应是按申请"),
    ("national-2026/catalogue.yaml", "programme: consumption_voucher,", "programme: coupon,", "没有项目“coupon”"),
    ("national-2026/catalogue.yaml", "pays: consumption_voucher_use", "pays: coupon_use", "没有项目“coupon_use”"),
    ("practice-shanghai/catalogue.yaml", "[bath_help,", "[bathing,", "服务目录中没有项目“bathing”"),
    ("practice-shanghai/catalogue.yaml", "hours_value: hours_per_week", "hours_value: hours", "各档都没有写“hours”"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "words"), PLANTED, ids=[each[3] for each in PLANTED])
def test_find_a_name_that_leads_nowhere_at_its_line(breaking, policy, file, old, new, words):
    text = (policy / file).read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    (told,) = [finding for finding in breaking(file, old, new) if words in finding.message]
    assert (told.level, told.file, told.line) == ("error", policy / file, line)


def test_find_a_sum_of_money_where_a_number_of_people_belongs(breaking):
    found = breaking(
        "baoshan-2019/parameters/staffing.yaml",
        "id: social_workers_per_beds\n    label: 按养老床位配备的社会工作者\n    type: integer",
        "id: social_workers_per_beds\n    label: 按养老床位配备的社会工作者\n    type: money",
    )
    assert any("是金额" in finding.message for finding in found)


def test_find_a_voucher_programme_that_gives_no_public_money(breaking):
    found = breaking("national-2026/programmes/consumption_voucher.yaml", "public: true", "public: false")
    assert any("得不出额度" in finding.message for finding in found)


def test_pass_every_pack_that_is_delivered():
    assert [finding for finding in check() if finding.level == "error"] == []
