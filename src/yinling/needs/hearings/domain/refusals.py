"""Why a step of a hearing is refused: one named exception each, with the sentence the person reads."""


class HearingRefused(Exception):
    """A step that may not be taken; `words` is the plain sentence."""

    words = "现在不能办理这一步。"

    def __init__(self, words: str = "") -> None:
        super().__init__(words or self.words)
        self.words = words or self.words


class NotPermitted(HearingRefused):
    """The role or the area does not fit."""

    words = "您没有办理这一步的权限。"


class NotPublishable(HearingRefused):
    """A chosen enrolment may not go into a notice: ended, elsewhere, shown already, or too many at once."""

    words = "有一项不能公示：可能已经公示过、已经终止，或者不在您的辖区。请刷新页面重新选择。"


class NoticeOver(HearingRefused):
    """The notice no longer takes objections."""

    words = "公示期已经结束。仍有疑问的，请到街镇服务窗口提出。"


class ReasonNeeded(HearingRefused):
    """A reason must be given."""

    words = "请写明理由。"


class AlreadyDecided(HearingRefused):
    """Somebody decided it; also the second of two equal calls."""

    words = "这件异议已经处理过。请刷新页面查看结果。"


class SamePerson(HearingRefused):
    """Who decided, published or wrote the objection down may not examine it."""

    words = "登记享受、发布公示、批准发放和代为登记异议的人不能核查这件异议，请另一位人员办理。"


class RemedyWrong(HearingRefused):
    """The remedy does not fit the objection, or lacks its day."""

    words = "异议成立的，请选择怎样纠正；终止和登记享受还要写明从哪一天起。"


class AlreadyReplied(HearingRefused):
    """It is not decided yet, or was answered."""

    words = "还没有处理结果，或者已经答复过。"


class TermWrong(HearingRefused):
    """A number of days that cannot be."""

    words = "天数应当在1到90个工作日之间，并写明依据。"


class UnderObjection(HearingRefused):
    """Money that an objection holds is not let go by another door."""

    words = "这个项目有异议正在核查，请在“公示与异议”里作出处理结果，不能直接恢复。"
