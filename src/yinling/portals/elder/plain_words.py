"""Where a case stands, in the words of the older person: what is now, what comes next, whose turn it is."""

from dataclasses import dataclass

from yinling.needs.casework.domain.states import State

YOU, TOWN, BUREAU, FIRM = "您", "街镇", "区民政局", "改造企业"


@dataclass(frozen=True)
class PlainWords:
    """Three short sentences; `stage` is the place in STAGES, `whose` empty where nobody has to act."""

    now: str
    following: str
    whose: str
    stage: int


STAGES = ("申请", "受理", "上门评估", "审核", "公示", "施工验收", "办结")

PLAIN = {
    State.DRAFT: PlainWords("申请还没有填完。", "请接着填，填好就能提交。", YOU, 0),
    State.SUBMITTED: PlainWords("申请交上去了。", "街镇看过以后，会告诉您是否受理。", TOWN, 1),
    State.PAPERS_REQUESTED: PlainWords("还差几样材料。", "请补交材料，交齐以后接着办。", YOU, 1),
    State.NOT_ACCEPTED: PlainWords("申请没有受理。", "请看下面写的理由，备齐以后可以重新申请。", "", 1),
    State.ACCEPTED: PlainWords("已经受理了。", "会有人上门看家里哪里要改，再把价钱告诉您。", FIRM, 2),
    State.QUOTED: PlainWords("改造费用定下来了。", "算补贴还缺一些情况，街镇正在补。", TOWN, 3),
    State.DETERMINED: PlainWords("补贴算出来了。", "街镇正在核对，然后交区民政局审定。", TOWN, 3),
    State.CHECKED: PlainWords("街镇核对好了。", "区民政局正在审定。", BUREAU, 3),
    State.GRANTED: PlainWords("批准了，给您补贴。", "接下来要公示几天。", BUREAU, 4),
    State.REFUSED: PlainWords("这次没有批准补贴。", "理由写在下面，决定书里也有。不同意可以提出异议。", "", 3),
    State.NOTICED: PlainWords("正在公示。", "到期没有人提出异议，就可以签协议施工。", BUREAU, 4),
    State.IN_FORCE: PlainWords("补贴已经生效。", "企业会和您签协议、上门施工，完工以后请您验收。", FIRM, 5),
    State.CLOSED: PlainWords("全部办完了。", "补贴已经付清。", "", 7),
    State.WITHDRAWN: PlainWords("申请已经撤回。", "以后需要，可以重新申请。", "", 0),
}


@dataclass(frozen=True)
class Stage:
    """One mark of the progress line: `done`, `current` or `ahead`."""

    label: str
    state: str
    url: str = ""


def stages_of(state: str) -> list[Stage]:
    """The progress line of a case."""
    here = PLAIN[State(state)].stage
    return [
        Stage(label, "done" if index < here else "current" if index == here else "ahead")
        for index, label in enumerate(STAGES)
    ]
