"""What can be done to scorecards and assessments."""

from __future__ import annotations

from jiedui.progress.scorecards.services.appointing import appoint, end_appointment
from jiedui.progress.scorecards.services.assessing import (
    LineSaid,
    begin_assessment,
    reopen_assessment,
    submit_assessment,
    write_assessment,
)
from jiedui.progress.scorecards.services.drafting import (
    Settings,
    create_scorecard,
    discard_draft,
    new_version,
    set_settings,
)
from jiedui.progress.scorecards.services.lines import LineSpec, add_line, edit_line, move_line, remove_line
from jiedui.progress.scorecards.services.powers import may_assess
from jiedui.progress.scorecards.services.publishing import publish_version

__all__ = [
    "LineSaid",
    "LineSpec",
    "Settings",
    "add_line",
    "appoint",
    "begin_assessment",
    "create_scorecard",
    "discard_draft",
    "edit_line",
    "end_appointment",
    "may_assess",
    "move_line",
    "new_version",
    "publish_version",
    "remove_line",
    "reopen_assessment",
    "set_settings",
    "submit_assessment",
    "write_assessment",
]
