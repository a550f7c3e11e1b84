"""A whole programme pack: the plan and what stands above it, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from jiedui.plans.packs import PackReport, load_pack
from jiedui.progress.scorecards.packs import load_scorecard
from jiedui.projects.packs import load_projects
from jiedui.returns.packs import load_schedules


@transaction.atomic
def load_whole_pack(
    folder: Path, *, actor: Any = None, on_progress: Callable[[int, int], None] | None = None
) -> PackReport:
    """Load the plan of the pack, then its projects and its schedules of returns and its scorecard.

    Raises InvalidMany as :func:`load_pack`; then nothing is kept.
    """
    report = load_pack(folder, actor=actor, on_progress=on_progress)
    assert report.programme is not None
    load_projects(folder, report.programme, report, actor=actor)
    load_schedules(folder, programme=report.programme, report=report)
    load_scorecard(folder, programme=report.programme, report=report)
    return report
