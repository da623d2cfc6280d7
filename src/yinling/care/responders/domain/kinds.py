"""What a responder is, how they travel, how a relative wants to be told."""

from enum import StrEnum


class Kind(StrEnum):
    """What a responder is to the people who call."""

    STATION = "station"
    COMMUNITY = "community"
    CARER = "carer"
    FAMILY = "family"
    VOLUNTEER = "volunteer"


class Mode(StrEnum):
    """How a responder travels; speeds are in alarms.yaml."""

    WALK = "walk"
    EBIKE = "ebike"
    CAR = "car"


class Way(StrEnum):
    """How a relative wants to be told."""

    APPLICATION = "application"
    SMS = "sms"
    PHONE = "phone"


KIND_WORDS = {
    Kind.STATION: "服务站",
    Kind.COMMUNITY: "居村委会",
    Kind.CARER: "护理员",
    Kind.FAMILY: "亲属邻里",
    Kind.VOLUNTEER: "志愿者",
}
MODE_WORDS = {Mode.WALK: "步行", Mode.EBIKE: "电动自行车", Mode.CAR: "汽车"}
WAY_WORDS = {Way.APPLICATION: "系统消息", Way.SMS: "短信", Way.PHONE: "请呼叫中心打电话"}
