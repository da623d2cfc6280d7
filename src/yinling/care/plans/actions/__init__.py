"""Verbs of plans."""

from yinling.care.plans.actions.agreeing import Agreement, agree, decline, end
from yinling.care.plans.actions.drafting import Drafted, add_package, draft_from_assessment, open_from_assessment
from yinling.care.plans.actions.writing import (
    Content,
    ItemDetails,
    open_plan,
    propose,
    put_item,
    remove_item,
    start_version,
    write,
)

__all__ = [
    "Agreement", "Content", "Drafted", "ItemDetails", "add_package", "agree", "decline", "draft_from_assessment",
    "end", "open_from_assessment", "open_plan", "propose", "put_item", "remove_item", "start_version",
    "write",
]  # fmt: skip
