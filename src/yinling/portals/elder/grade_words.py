"""A grade and the stand of an assessment in the words of the older person."""

from django.utils.translation import gettext as _

from yinling.needs.assessment.domain.states import State
from yinling.needs.assessment.queries import LevelLine

ABILITY = "ability_grade"


def meaning_of(level: LevelLine) -> str:
    """What a grade of the national ability scale means in daily life; nothing for other scales."""
    if level.fact != ABILITY:
        return ""
    return {
        0: _("日常生活都能自己做，记性和眼睛耳朵也都好。"),
        1: _("大部分事情自己能做，有些事要人提醒或搭把手。"),
        2: _("不少事情要人帮忙，自己还能做一部分。"),
        3: _("大部分事情要靠人照顾。"),
        4: _("日常生活都要靠人照顾。"),
    }.get(level.grade, "")


def now_of(state: str) -> str:
    """Where it stands and what comes next."""
    return {
        State.REQUESTED: _("申请交上去了，街镇看过以后会告诉您是否受理。"),
        State.ACCEPTED: _("街镇受理了，正在安排两名评估员。"),
        State.ASSIGNED: _("两名评估员会上门来，请准备好病历。"),
        State.SIGNED_ONCE: _("评估做完了，等第二名评估员签字，签好就有结果。"),
        State.COMPLETED: _("评估结果出来了。"),
        State.NOT_ACCEPTED: _("申请没有受理，理由写在下面。"),
        State.DECLINED: _("您不愿意评估，这次就不做了。"),
        State.ABORTED: _("这次评估没有做成，理由写在下面。"),
        State.CANCELLED: _("申请撤销了。"),
    }[State(state)]
