"""Refusals about projects."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid, WrongState


class NumberTaken(Invalid):
    """Another project of the programme has the number."""

    code = "project_number_taken"
    message = _("The project “%(name)s” has this number already.")


class HandedOver(WrongState):
    """What was handed over belongs to the other side; nothing is changed any more."""

    code = "project_handed_over"
    message = _(
        "The project was handed over and is closed. Take the handing over back first if it was noted wrongly."
    )


class NoSuchStep(WrongState):
    """Stages follow one another; this one does not follow that one."""

    code = "no_such_step"
    message = _("From “%(stage)s” a project cannot come to “%(wanted)s”. What can follow: %(steps)s.")


class StepTooEarly(Invalid):
    """The step lies before the one taken last."""

    code = "step_too_early"
    message = _("The step before this one was taken on %(day)s. Give that day or a later one.")


class Unfinished(WrongState):
    """Completed is what stands at 100 %."""

    code = "project_unfinished"
    message = _(
        "The latest progress note says %(progress)s %%. Note 100 %% first, then complete the project."
    )


class NothingToTakeBack(WrongState):
    """The project has taken no step yet."""

    code = "nothing_to_take_back"
    message = _("The project has taken no step that could be taken back.")


class NotBegun(WrongState):
    """There is no physical progress before work has begun."""

    code = "project_not_begun"
    message = _("Work has not begun: the stage is “%(stage)s”. Note the start of work first.")


class MilestoneDone(WrongState):
    """The milestone was reached before."""

    code = "milestone_done"
    message = _("This milestone was reached on %(day)s already.")
