"""Where a day stands and who said that all is well, with their Chinese words."""

from enum import StrEnum


class Daily(StrEnum):
    """One day's question whether all is well."""

    ASKED = "asked"
    WELL = "well"
    NO_ANSWER = "no_answer"
    VISIT = "visit"


class By(StrEnum):
    """Who said that all is well, and how."""

    BUTTON = "button"
    FAMILY = "family"
    CALL = "call"
    VISIT = "visit"


DAILY_WORDS = {
    Daily.ASKED: "等应答",
    Daily.WELL: "平安",
    Daily.NO_ANSWER: "没有应答",
    Daily.VISIT: "已派人上门",
}
BY_WORDS = {By.BUTTON: "本人按了“我很好”", By.FAMILY: "家人确认", By.CALL: "电话里应答", By.VISIT: "上门见到"}
DAILY_TONES = {Daily.ASKED: "wait", Daily.WELL: "good", Daily.NO_ANSWER: "warn", Daily.VISIT: "bad"}
WAITING = (Daily.ASKED, Daily.NO_ANSWER)
