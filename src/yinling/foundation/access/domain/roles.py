"""Every role: its name, one sentence, and its permissions. The staff handbook page is printed from here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """`is_staff_role` asks for a second factor; `scope` says what bounds the view."""

    code: str
    name: str
    sentence: str
    permissions: frozenset[str]
    scope: str = "area"
    is_staff_role: bool = True


ROLES = {
    role.code: role
    for role in [
        Role(
            "town_clerk",
            "街镇经办人",
            "受理本街镇的申请，核对情况，要求补正，提出初审意见。",
            frozenset(
                {
                    "casework.view",
                    "casework.apply_for",
                    "casework.accept",
                    "casework.check",
                    "registry.view",
                    "registry.reveal",
                    "registry.import",
                    "registry.correct",
                    "adaptation.view",
                    "adaptation.assign",
                    "assessment.view",
                    "assessment.assign",
                    "cycles.view",
                    "cycles.draft",
                    "enrolments.view",
                    "enrolments.manage",
                    "hearings.view",
                    "hearings.publish",
                    "hearings.take_down",
                    "outreach.view",
                    "outreach.call",
                    "documents.view",
                    "providers.view",
                    "indicators.view",
                    "visits.view",
                    "visits.order",
                    "notices.view",
                    "workforce.view",
                    "training.view",
                    "plans.view",
                    "plans.manage",
                    "catalogue.view",
                }
            ),
        ),
        Role(
            "bureau_reviewer",
            "区民政局审核人",
            "作出给予或不予补贴的决定，组织公示，处理异议，维护政策参数。",
            frozenset(
                {
                    "casework.view",
                    "casework.decide",
                    "casework.publish",
                    "casework.resolve_objection",
                    "registry.view",
                    "registry.reveal",
                    "registry.import",
                    "registry.correct",
                    "entitlements.view_parameters",
                    "entitlements.enter_parameter",
                    "entitlements.confirm_parameter",
                    "assessment.view",
                    "assessment.review",
                    "cycles.view",
                    "cycles.draft",
                    "cycles.check",
                    "cycles.approve",
                    "vouchers.view",
                    "vouchers.settle",
                    "enrolments.view",
                    "enrolments.manage",
                    "hearings.view",
                    "hearings.publish",
                    "hearings.take_down",
                    "hearings.decide",
                    "outreach.view",
                    "outreach.call",
                    "forecasts.view",
                    "adaptation.view",
                    "documents.view",
                    "providers.view",
                    "providers.manage",
                    "settlement.view",
                    "indicators.view",
                    "indicators.observe",
                    "visits.view",
                    "visits.order",
                    "notices.view",
                    "workforce.view",
                    "workforce.reveal",
                    "workforce.judge",
                    "training.view",
                    "training.manage",
                    "plans.view",
                    "catalogue.view",
                    "catalogue.manage",
                }
            ),
        ),
        Role(
            "finance_officer",
            "财务人员",
            "编制和复核拨付批次，生成银行文件，处理退票。",
            frozenset(
                {
                    "settlement.view",
                    "settlement.prepare",
                    "settlement.approve",
                    "settlement.send",
                    "settlement.reconcile",
                    "cycles.view",
                    "cycles.pay",
                    "vouchers.view",
                    "vouchers.pay",
                    "enrolments.view",
                    "hearings.view",
                    "forecasts.view",
                    "books.view",
                    "indicators.view",
                    "notices.view",
                    "catalogue.view",
                }
            ),
        ),
        Role(
            "adaptation_firm",
            "适老化改造企业",
            "上门评估、报价、施工，提交施工照片和验收。",
            frozenset({"adaptation.work", "documents.view", "notices.view"}),
            scope="organisation",
        ),
        Role(
            "assessor",
            "评估员",
            "上门评估老年人的能力，填写评估表，与另一名评估员共同签署。",
            frozenset({"assessment.assess", "notices.view"}),
            scope="organisation",
        ),
        Role(
            "care_provider",
            "养老服务机构",
            "登记本机构的护理人员和证书，为老年人服务，结账时抵扣消费券，核对每月的对账单。",
            frozenset(
                {
                    "vouchers.redeem",
                    "visits.manage",
                    "notices.view",
                    "workforce.view",
                    "workforce.manage",
                    "workforce.reveal",
                    "training.view",
                    "plans.view",
                    "plans.manage",
                    "catalogue.view",
                    "catalogue.price",
                }
            ),
            scope="organisation",
        ),
        Role(
            "carer",
            "护理人员",
            "用手机查看自己的证书、工作时间和培训，请假。",
            frozenset({"visits.work", "workforce.own", "notices.view"}),
            scope="organisation",
        ),
        Role(
            "older_person",
            "老年人",
            "申请改造，查看进度，验收，提出异议。",
            frozenset({"elder.own"}),
            scope="person",
            is_staff_role=False,
        ),
        Role(
            "agent",
            "代办人",
            "受老年人委托代为申请和查看：子女亲属、养老顾问、居村委会工作人员。",
            frozenset({"elder.represent"}),
            scope="mandate",
            is_staff_role=False,
        ),
        Role(
            "auditor",
            "审计员",
            "只读：查看变更记录、查阅记录、账簿和办件。",
            frozenset(
                {
                    "audit.view",
                    "casework.view",
                    "assessment.view",
                    "cycles.view",
                    "vouchers.view",
                    "enrolments.view",
                    "hearings.view",
                    "outreach.view",
                    "books.view",
                    "settlement.view",
                    "registry.view",
                    "indicators.view",
                    "entitlements.view_parameters",
                    "providers.view",
                    "adaptation.view",
                    "documents.view",
                    "visits.view",
                    "notices.view",
                    "workforce.view",
                    "training.view",
                    "plans.view",
                    "catalogue.view",
                }
            ),
        ),
        Role(
            "administrator",
            "系统管理员",
            "开设用户和岗位；不经办业务。",
            frozenset({"access.manage", "notices.view"}),
        ),
    ]
}
