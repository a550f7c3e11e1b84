"""A piece of work that money builds: its budget, its stages, how far it has come."""

from jiedui.projects.models.progress import ProgressNote, ProgressPicture, ProjectMilestone
from jiedui.projects.models.projects import Project, ProjectBudget
from jiedui.projects.models.stages import ProjectStageChange

__all__ = [
    "ProgressNote",
    "ProgressPicture",
    "Project",
    "ProjectBudget",
    "ProjectMilestone",
    "ProjectStageChange",
]
