"""A scale as the form on the phone needs it: parts, items, options; and what the phone says."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from yinling.design.speech import say
from yinling.engines.scales.scale import BOOLEAN, Circumstance, Item, Scale

INCIDENTS_MANY = 3  # as the form prints it: none, once, twice, three times or more


def parts_of(scale: Scale) -> list[dict[str, Any]]:
    """The parts in the order of the form: circumstances first, then every section with its items."""
    circumstances = [item for each in scale.circumstances for item in _asked(each)]
    parts = [
        {"code": section.id, "name": say(section.name), "is_scored": True, "items": [_item(i) for i in section.items]}
        for section in scale.sections
    ]
    if circumstances:
        first = {
            "code": "circumstances", "name": _("基本情况"), "is_scored": False, "items": circumstances,
            "help": _("这些情况会影响最后的等级，请问清楚、看凭证。"),
        }  # fmt: skip
        parts.insert(0, first)
    return parts


def _item(item: Item) -> dict[str, Any]:
    options = [
        {"value": option.score, "words": say(option.words), "note": _("%(score)s 分") % {"score": option.score}}
        for option in item.options
    ]
    return {"code": item.id, "name": say(item.name), "help": say(item.note), "options": options}


def _asked(each: Circumstance) -> Iterator[dict[str, Any]]:
    """One question, or one for each kind where a count is told by kinds."""
    if each.type == BOOLEAN:
        options = [{"value": 0, "words": _("否")}, {"value": 1, "words": _("是")}]
        yield {"code": each.id, "name": say(each.name), "help": "", "options": options}
        return
    for code, name in (each.parts or {each.id: ""}).items():
        words = f"{say(each.name)}{_('：')}{say(name)}" if name else say(each.name)
        yield {"code": code, "name": words, "help": "", "options": list(_counts(each.maximum))}


def _counts(maximum: int) -> Iterator[dict[str, Any]]:
    for times in range(min(INCIDENTS_MANY, maximum) + 1):
        words = _("没有") if times == 0 else _("%(times)s 次") % {"times": times}
        yield {"value": times, "words": words if times < INCIDENTS_MANY else _("3 次及以上")}


# Drawn once out of sight, so that they are there without network.
ICONS = (
    "alert-triangle", "arrow-left", "arrow-right", "check", "circle-check", "device-floppy", "download",
    "info-circle", "list-check", "lock", "logout", "signature", "upload",
)  # fmt: skip


def phrases() -> dict[str, str]:
    """What the page says by itself, in the reader's language; `{name}` is filled in on the phone."""
    return {
        "answered": _("已答 {done}/{all}"),
        "clash_badge": _("填得不一样"),
        "clash_help": _("请两位商量后，按实际情况选一个。选好后自动发送。"),
        "clash_title": _("有 {count} 项两位评估员填得不一样"),
        "colon": _("："),
        "comma": _("、"),
        "complete": _("全部答完了。请再看一遍，然后签署。"),
        "complete_here": _("这一部分答完了。"),
        "gone": _("没有网络时只能打开已下载的评估；已签署或改派的评估不再留在本机。"),
        "gone_title": _("本机没有这份评估"),
        "here": _("已下载，可离线填写"),
        "keeps": _("本机只存：隐去名字的老人姓名、街镇、评估表和您填的答案。签署后或退出登录时自动清除。"),
        "leave_unsent": _("还有 {count} 条没有发送，退出后会丢失。确定退出吗？"),
        "left": _("还有 {count} 项没有答"),
        "left_here": _("这一部分还有 {count} 项没有答，可以先往下，最后再补。"),
        "list_empty": _("现在没有要评估的老人。指派给您以后，会出现在这里。"),
        "list_none": _("没有网络，本机也没有下载过任务。请先在有网络的地方打开一次。"),
        "list_offline": _("没有网络。下面是 {time} 下载的任务。"),
        "list_title": _("评估任务"),
        "login": _("去登录"),
        "mine": _("我填的"),
        "next": _("下一部分"),
        "no_network": _("没有网络，恢复后自动发送"),
        "not_answered": _("未答"),
        "not_here": _("尚未下载"),
        "not_ready": _("这台手机没有网络时打不开这一页：出门后请不要关闭页面。"),
        "not_yours": _("这份评估已经不归您办理，有答案没有发送。请联系街镇经办人。"),
        "other": _("另一位评估员"),
        "parts": _("评估表的各部分"),
        "planned": _("约定 {day} 上门"),
        "previous": _("上一部分"),
        "ready": _("这台手机没有网络时也能打开和填写。"),
        "return": _("退回修改"),
        "return_offline": _("没有退回成功，请在有网络时再试。"),
        "return_reason": _("哪里要改"),
        "return_title": _("答案有误，退回修改"),
        "review": _("检查并签署"),
        "saved": _("已保存到本机"),
        "sent": _("已发送 {time}"),
        "sign": _("签署"),
        "sign_changed": _("另一位评估员刚改过答案，请再看一遍。"),
        "sign_help": _("两位评估员都要用自己的登录名签署。等级由系统在服务器上计算，签署后不能再改。"),
        "sign_login": _("登录已过期，请重新登录后签署。"),
        "sign_missing": _("还有没答的项目，答完才能签署。"),
        "sign_second": _("{name}已经签署。请核对每一项，没有问题就签署；有问题可以退回修改。"),
        "sign_tick": _("请先勾选上面这句话。"),
        "sign_true": _("以上是我们两人当面评估的真实情况"),
        "sign_unsent": _("答案发送后才能签署，请到有网络的地方。"),
        "signed_by_me": _("您已签署，等另一位评估员签署。"),
        "state_clash": _("两位评估员填得不一样，请先选定"),
        "state_login": _("未发送 {count} 条 · 登录已过期，请重新登录后发送"),
        "strangers": _("本机还有其他评估员没有发送的评估 {count} 份，需要其本人登录后发送。"),
        "theirs": _("{name}填的"),
        "unsent": _("未发送 {count} 条"),
        "visit": _("联系方式；评估做不成时的登记"),
        "waits_for_other": _("我已签署"),
        "with": _("与{name}一起"),
    }
