"""Steps, ways of telling and kinds of alarms in words."""

from collections.abc import Mapping

from yinling.care.alarms.domain.chain import What, Who
from yinling.care.alarms.domain.states import State
from yinling.care.chains.domain.chain import WHO_WORDS

WHAT_WORDS = {What.END: "再次提醒", What.RESUME: "无人处置，重新升级", What.REMIND: "提醒关闭"}
WHOM_WORDS = {"person": "老人", "family": "家属", "responder": "响应人员", "ambulance": "120", "other": "其他人"}
VERB_WORDS = {
    "raise": "报警",
    "join": "再次报警",
    "clear": "设备报告解除",
    "acknowledge": "受理",
    "hand_over": "移交",
    "note": "记录",
    "call": "电话打通",
    "call_failed": "电话没有打通",
    "send": "派人",
    "go": "出发",
    "arrive": "到场",
    "recall": "取消出动",
    "report": "现场报告",
    "record_outcome": "登记结果",
    "close": "关闭",
    "tell": "通知",
    "end_of_chain": "升级走完，仍无人受理",
    "resume": "无人处置，重新升级",
    "remind": "提醒关闭",
    "repair": "值守补上下一步",
}
BY_ITSELF = ("tell", "end_of_chain", "resume", "remind")  # steps of the timers
OF_RESPONDERS = ("send", "go", "arrive", "recall")  # steps whose note names who
TONES = {
    State.RAISED: "bad",
    State.ACKNOWLEDGED: "wait",
    State.SENT: "info",
    State.ON_THE_SPOT: "info",
    State.OUTCOME: "good",
    State.CLOSED: "off",
}


def reached_words(who: str, data: Mapping[str, object]) -> str:
    """How many a call reached; the desk and 120 are told by notice on the page itself."""
    if who in (Who.DESK, Who.AMBULANCE):
        return ""
    told, by_phone, failed = (data.get(name) or 0 for name in ("told", "by_phone", "failed"))
    if not (told or by_phone or failed):
        return "，没有可以通知的人"
    return (
        f"，{told} 人收到"
        + (f"，{by_phone} 人要打电话" if by_phone else "")
        + (f"，{failed} 人没有通知到" if failed else "")
    )


def call_words(who: Who) -> str:
    """What a step of the chain does."""
    return "提醒拨打 120 移交" if who is Who.AMBULANCE else f"通知{WHO_WORDS[who]}"


def step_words(verb: str, data: dict[str, object], outcomes: dict[str, str]) -> str:
    """One step in a sentence: who was told and how many were reached, who was called, how it ended."""
    words = VERB_WORDS.get(verb, verb)
    if verb == "tell":
        who = str(data.get("who", ""))
        return f"{call_words(Who(who))}{reached_words(who, data)}"
    if verb in ("call", "call_failed"):
        return f"{words}：{WHOM_WORDS.get(str(data.get('whom')), '')}"
    if verb == "record_outcome":
        return f"{words}：{outcomes.get(str(data.get('outcome')), '')}"
    return f"{words}：{data['to']}" if verb == "hand_over" else words
