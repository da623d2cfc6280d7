"""What the visitor's page says by itself, in the reader's language; `{name}` is filled in on the phone."""

from django.utils.translation import gettext_lazy as _

PHRASES = {
    "address": _("地址"),
    "age": _("{age} 岁"),
    "all_stops": _("回到今天的探访"),
    "call": _("打电话"),
    "choose_finding": _("请选探访时的情况。"),
    "colon": _("："),
    "comma": _("，"),
    "days_left": _(
        "有记录没有发送，手机已经多天没有联网：{days} 天内不发送，就会从本机清除。请尽快到有网络的地方打开这一页。"
    ),
    "due": _("期限 {day}"),
    "fine_alone": _("“一切都好”不能和别的情况一起选。"),
    "finding": _("情况怎样"),
    "give_up": _("不要这些记录"),
    "give_up_sure": _("这些记录会从本机删除，办公室也看不到。确定不要吗？"),
    "gone": _("本机没有这位老人：可能已经探访过，或者不是今天的。"),
    "kept": _("已记下：{person}"),
    "keeps": _(
        "本机只存：隐去名字的老人姓名、今天要去的地址和电话、您记下的情况，都加密保存。"
        "全部发送后，到第二天或退出登录时自动清除；连续 {days} 天没有联网也会清除。"
    ),
    "late": _("过了 {days} 天"),
    "leave_unsent": _("还有 {count} 条没有发送，退出后会丢失。确定退出吗？"),
    "list_empty": _("今天没有要探访的人。"),
    "list_loading": _("正在取回今天的名单……"),
    "list_none": _("没有网络，本机也没有今天的名单。请先在有网络的地方打开一次。"),
    "list_offline": _("没有网络。下面是 {day} {time} 取回的名单。"),
    "list_title": _("今天的探访"),
    "locating": _("正在定位……"),
    "login": _("去登录"),
    "map": _("今天的路线图"),
    "map_help": _("数字是先后，点一下打开。没有登记门口位置的不在图上。"),
    "no_network": _("没有网络，恢复后自动发送"),
    "no_place": _("门口位置还没有登记"),
    "not_kept": _("没有保存成功。请不要关闭页面，再试一次；还不行就打电话给办公室。"),
    "not_ready": _("这台手机没有网络时打不开这一页：出门后请不要关闭页面。"),
    "not_reached_alone": _("没有见到人，就不能写见到时的情况。"),
    "not_sealed": _("这台手机的浏览器不能加密保存，请务必设好锁屏密码。"),
    "not_taken": _("系统没有收下这条记录"),
    "note": _("说明"),
    "note_help": _("不写病情细节，写清要办什么。"),
    "photo": _("照片"),
    "photo_bad": _("这张照片打不开，请再拍一次。"),
    "photo_there": _("已有一张照片"),
    "ready": _("这台手机没有网络时也能打开和记录。"),
    "refused_help": _("记录还在这台手机上。请打电话告诉街镇，由他们补登记；然后再从本机删除。"),
    "refused_title": _("有 {count} 条记录系统没有收下"),
    "saved": _("已保存到本机"),
    "sent": _("已发送 {time}"),
    "sent_one": _("已发送"),
    "state_login": _("未发送 {count} 条 · 登录已过期，请重新登录后发送"),
    "state_refused": _("有 {count} 条系统没有收下，请处理"),
    "storage_full": _("手机空间已满，这一条没有保存。请不要关闭页面：先清理出一点空间，再记一次。"),
    "today_done": _("今天记下的"),
    "unsent": _("未发送 {count} 条"),
    "unsent_one": _("未发送"),
    "urgent": _("紧急，先去"),
    "visit_keep": _("记下这次探访"),
    "way": _("怎样探访的"),
}
# Drawn once out of sight, so that they are there without network.
ICONS = (
    "alert-triangle", "arrow-left", "check", "clock", "device-floppy", "info-circle", "lock", "logout", "map-pin",
    "phone", "plus", "upload", "walk",
)  # fmt: skip


def phrases() -> dict[str, str]:
    """The sentences for the page that is about to be sent."""
    return {name: str(words) for name, words in PHRASES.items()}
