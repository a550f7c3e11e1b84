"""The front door of progress: everything other parts of the house may ask of it."""

from __future__ import annotations

from jiedui.progress.behind import entries_behind
from jiedui.progress.due import DueItem, due, due_of
from jiedui.progress.enums import Status
from jiedui.progress.league import (
    LeagueRow,
    WorkstreamPace,
    league,
    league_of,
    programme_targets,
    whole_targets,
    without_parts,
    workstream_pace,
    workstream_pace_of,
)
from jiedui.progress.overview import Overview, overview
from jiedui.progress.receivers import ReceivedFigure, ReceiverRow, by_receiver
from jiedui.progress.reckoning import standings
from jiedui.progress.rules import RuleCheck, RuleState, check_rules
from jiedui.progress.standing import Standing

__all__ = [
    "DueItem",
    "LeagueRow",
    "Overview",
    "ReceivedFigure",
    "ReceiverRow",
    "RuleCheck",
    "RuleState",
    "Standing",
    "Status",
    "WorkstreamPace",
    "by_receiver",
    "check_rules",
    "due",
    "due_of",
    "entries_behind",
    "league",
    "league_of",
    "overview",
    "programme_targets",
    "standings",
    "whole_targets",
    "without_parts",
    "workstream_pace",
    "workstream_pace_of",
]
