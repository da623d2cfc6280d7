"""Questions about plans, and those about services and prices that pages and visits ask too."""

from yinling.care.catalogue.queries import ServiceLine, price_fen, service, services
from yinling.care.plans.queries.due import DueItem, agreed_plan_id, first_due, items_on
from yinling.care.plans.queries.funding import Benefits, benefits_of
from yinling.care.plans.queries.pages import (
    ItemLine,
    PlanLine,
    PlanPage,
    VersionPage,
    person_plans,
    plan_lines,
    plan_page,
    plans_visible,
    version_page,
)
from yinling.care.plans.queries.proposals import level_for_plan

__all__ = [
    "Benefits", "DueItem", "ItemLine", "PlanLine", "PlanPage", "ServiceLine", "VersionPage", "agreed_plan_id",
    "benefits_of", "first_due", "items_on", "level_for_plan", "person_plans", "plan_lines", "plan_page",
    "plans_visible", "price_fen", "service", "services", "version_page",
]  # fmt: skip
