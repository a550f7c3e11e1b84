"""Programme → workstream → indicator → target, and the milestones, tasks and rules around them."""

from jiedui.plans.models.approvals import ApprovalBand
from jiedui.plans.models.indicators import Indicator, Milestone, Rule, Target
from jiedui.plans.models.programmes import Programme, Revision, Workstream
from jiedui.plans.models.tasks import Task, TaskUnit

__all__ = [
    "ApprovalBand",
    "Indicator",
    "Milestone",
    "Programme",
    "Revision",
    "Rule",
    "Target",
    "Task",
    "TaskUnit",
    "Workstream",
]
