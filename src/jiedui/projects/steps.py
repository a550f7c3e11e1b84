"""Which stage may follow which: the one table."""

from __future__ import annotations

from jiedui.projects.enums import Stage

STEPS: dict[Stage, tuple[Stage, ...]] = {
    Stage.RESERVE: (Stage.SIGNED, Stage.STARTED),
    Stage.SIGNED: (Stage.STARTED,),
    Stage.STARTED: (Stage.OPERATING, Stage.COMPLETED),
    Stage.OPERATING: (Stage.COMPLETED,),
    Stage.COMPLETED: (Stage.HANDED_OVER,),
    Stage.HANDED_OVER: (),
}
"""Signing is left out where a district pays without a contract, running in where nothing is run."""


def steps_from(stage: str) -> tuple[Stage, ...]:
    """The stages that can follow."""
    return STEPS[Stage(stage)]
