"""Everything that changes projects. Keyword-only, ``actor=``, one transaction, policy, state, audit row."""

from jiedui.projects.services.editing import create_project, update_project
from jiedui.projects.services.files import open_document, open_picture
from jiedui.projects.services.progress import add_milestone, note_progress, reach_milestone
from jiedui.projects.services.staging import change_stage, take_step_back

__all__ = [
    "add_milestone",
    "change_stage",
    "create_project",
    "note_progress",
    "open_document",
    "open_picture",
    "reach_milestone",
    "take_step_back",
    "update_project",
]
