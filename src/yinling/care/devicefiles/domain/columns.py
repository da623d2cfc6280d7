"""The columns of a file of devices: their headings, and an example. Pure."""

from yinling.engines.linkage.fields import Field

EXAMPLE = "示例请删除此行"


def _field(name: str, label: str, kind: str, *further: str) -> Field:
    return Field(name, label, kind, headings=(label, *further))


FIELDS = {
    field.name: field
    for field in (
        _field("kind", "种类", "text", "设备种类", "设备类型"),
        _field("protocol", "接入方式", "text", "协议"),
        _field("account", "账号", "text", "设备号", "IMEI"),
        _field("serial", "序列号", "text", "SN"),
        _field("label", "名称", "text", "设备名称"),
        _field("secret", "密钥", "text"),
        _field("expected_seconds", "平安周期（秒）", "text", "平安周期", "心跳周期"),
        _field("area", "所属街镇", "area", "街镇", "区划"),
        _field("id_number", "老年人身份证号", "text", "身份证号", "身份证号码"),
        _field("room", "安装位置", "text"),
    )
}
NEEDED = ("kind", "protocol", "account")
EXAMPLE_ROW = {
    "kind": "呼叫主机", "protocol": "DC-09", "account": EXAMPLE, "serial": "SN0001", "label": "卧室呼叫主机",
    "secret": "", "expected_seconds": "", "area": "街镇", "id_number": "999999194105200010", "room": "卧室床头",
}  # fmt: skip
