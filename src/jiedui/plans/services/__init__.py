"""What can be done to plans. Every change of a target, task, milestone or rule names the revision it belongs to."""

from jiedui.plans.services.approvals import remove_approval_band, separate_duties, set_approval_band
from jiedui.plans.services.indicators import add_indicator, set_course
from jiedui.plans.services.measures import add_milestone, add_rule, add_task, set_task_state
from jiedui.plans.services.orders import (
    Order,
    order_merge,
    order_milestone,
    order_part,
    order_revision,
    order_rule,
    order_split,
)
from jiedui.plans.services.parts import edit_part, merge_parts, shares_of, split_target
from jiedui.plans.services.programmes import add_workstream, create_programme, mark_synthetic, new_revision
from jiedui.plans.services.revising import revise_milestone, revise_rule
from jiedui.plans.services.targets import revise_target, set_target

__all__ = [
    "Order",
    "add_indicator",
    "add_milestone",
    "add_rule",
    "add_task",
    "add_workstream",
    "create_programme",
    "edit_part",
    "mark_synthetic",
    "merge_parts",
    "new_revision",
    "order_merge",
    "order_milestone",
    "order_part",
    "order_revision",
    "order_rule",
    "order_split",
    "remove_approval_band",
    "revise_milestone",
    "revise_rule",
    "revise_target",
    "separate_duties",
    "set_approval_band",
    "set_course",
    "set_target",
    "set_task_state",
    "shares_of",
    "split_target",
]
