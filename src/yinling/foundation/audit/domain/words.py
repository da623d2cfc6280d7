"""What the verbs and fields of the change book say in words."""

import re

VERBS = {
    "access.change_password": "更换密码",
    "access.close_user": "停用用户",
    "access.end_post": "终止岗位",
    "access.give_post": "授予岗位",
    "access.log_in": "登录",
    "access.log_in_refused": "登录被拒绝",
    "access.log_out": "退出登录",
    "access.open_user": "开设用户",
    "access.reopen_user": "启用用户",
    "access.reset_password": "设首次密码",
    "access.take_post": "选择岗位",
    "adaptation.accept": "验收改造",
    "adaptation.after_check": "改造后核查",
    "adaptation.agree": "同意报价",
    "adaptation.assign": "指派企业",
    "adaptation.cancel": "取消改造任务",
    "adaptation.clear": "可以签约",
    "adaptation.contract": "签订协议",
    "adaptation.decline": "要求修改报价",
    "adaptation.finish": "完工",
    "adaptation.quote": "报价",
    "adaptation.reopen": "恢复改造任务",
    "adaptation.rework": "要求返工",
    "adaptation.start": "开工",
    "adaptation.survey": "上门评估",
    "books.open_account": "开设账户",
    "books.post": "记账",
    "casework.accept": "受理",
    "casework.answer_papers": "补充材料",
    "casework.ask_papers": "要求补充材料",
    "casework.check": "初审",
    "casework.close": "办结",
    "casework.decide": "审定",
    "casework.determine": "核定补贴",
    "casework.dismiss": "异议不成立",
    "casework.note_contract": "登记签约",
    "casework.object": "提出异议",
    "casework.publish": "列入公示",
    "casework.publish_notice": "发布公示",
    "casework.put_in_force": "补贴生效",
    "casework.record_cost": "确认改造费用",
    "casework.redetermine": "重新核定补贴",
    "casework.refuse_acceptance": "不予受理",
    "casework.save_draft": "保存草稿",
    "casework.send_back": "退回初审",
    "casework.start_draft": "新建申请",
    "casework.submit": "提交申请",
    "casework.uphold": "异议成立",
    "casework.withdraw": "撤回申请",
    "documents.keep": "存入材料",
    "entitlements.confirm_parameter": "复核参数",
    "entitlements.determine": "计算补贴",
    "entitlements.enter_parameter": "录入参数",
    "entitlements.refuse_parameter": "退回参数",
    "entitlements.release": "释放补贴额度",
    "indicators.observe": "填报指标",
    "providers.change_provider": "变更机构",
    "providers.change_site_status": "变更站点状态",
    "providers.register_provider": "登记机构",
    "providers.register_site": "登记站点",
    "providers.set_bank_account": "设置收款账户",
    "rosters.open_source": "新建名册来源",
    "registry.duplicate_different": "判定不是同一人",
    "registry.duplicate_same": "判定为同一人",
    "registry.grant_mandate": "登记委托",
    "registry.import": "导入名册",
    "registry.import_begin": "开始导入名册",
    "registry.register_person": "登记老年人",
    "registry.revoke_mandate": "撤销委托",
    "registry.settle_conflict": "裁定数据不一致",
    "registry.state_fact": "更正信息",
    "settlement.allot": "拨入资金",
    "settlement.approve": "复核拨付批次",
    "settlement.cancel": "作废拨付批次",
    "settlement.export": "导出银行文件",
    "settlement.owe": "确认应付",
    "settlement.paid": "登记已付款",
    "settlement.prepare": "编制拨付批次",
    "settlement.repay_returned": "退票重付",
    "settlement.returned": "登记退票",
    "settlement.send": "送交银行",
    "settlement.settle": "批次结清",
}
FIELDS = {
    "about": "关于",
    "account": "账号",
    "address": "网络地址",
    "agent": "代办人",
    "amount_fen": "金额（分）",
    "area": "区划",
    "bank": "银行",
    "case_ref": "办件",
    "cases": "办件",
    "cost_fen": "费用（分）",
    "decision": "决定",
    "determination": "核定",
    "district_fen": "区级（分）",
    "entries": "分录",
    "fields": "字段",
    "firm": "企业",
    "key": "业务键",
    "kind": "类别",
    "municipal_fen": "市级（分）",
    "name": "名称",
    "notice": "公示",
    "number": "编号",
    "opinion": "意见",
    "organisation_id": "机构",
    "outcome": "结果",
    "papers": "材料",
    "person_id": "老年人",
    "post": "岗位",
    "provider": "机构",
    "resident_fen": "个人（分）",
    "role": "角色",
    "rule_version": "规则版本",
    "sha256": "校验值",
    "size_bytes": "字节",
    "source": "来源",
    "source_document": "文件",
    "state": "状态",
    "status": "状态",
    "tier": "档次",
    "username": "登录名",
    "uscc": "信用代码",
    "valid_from": "开始",
    "valid_until": "结束",
    "version": "版本",
}
_FINGERPRINT = re.compile(r"[0-9a-f]{33,}")


def verb_in_words(verb: str) -> str:
    """The words of a verb; the verb itself where it has none."""
    return VERBS.get(verb, verb)


def values_in_words(values: dict[str, object] | None) -> list[tuple[str, str]]:
    """(label, value) of what was kept; a fingerprint by its first twelve letters, nothing as —."""
    return [(FIELDS.get(name, name), _short(value)) for name, value in (values or {}).items()]


def _short(value: object) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_short(item) for item in value)
    if isinstance(value, dict):
        return "、".join(f"{name}：{_short(item)}" for name, item in value.items())
    text = str(value)
    return f"{text[:12]}…" if _FINGERPRINT.fullmatch(text) else text
