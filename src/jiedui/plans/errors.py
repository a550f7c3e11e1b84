"""Refusals about plans."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid, WrongState


class TargetExists(Invalid):
    """There is a current target for the same indicator, unit, receiver and period."""

    code = "target_exists"
    message = _(
        "There is a target for %(indicator)s, %(unit)s, %(starts_on)s to %(ends_on)s already: %(value)s. "
        "Revise it instead, naming the document that changes it."
    )


class Superseded(WrongState):
    """A later version of the target stands in its place."""

    code = "superseded"
    message = _("This version of the target has been replaced. Work on the current one.")


class AlreadySplit(WrongState):
    """The target has parts."""

    code = "already_split"
    message = _("This target is split already. Edit its parts, or merge them first.")


class NotAPart(Invalid):
    """The target stands alone."""

    code = "not_a_part"
    message = _("This target is no part of another. Revise it instead.")


class IsAPart(Invalid):
    """The target is part of another one, which must stay equal to its parts."""

    code = "is_a_part"
    message = _(
        "This target is part of another. Edit it as a part, and say whether the other parts or the whole "
        "shall change with it."
    )


class PartsDoNotFit(Invalid):
    """The parts cannot be made equal to the whole."""

    code = "parts_do_not_fit"
    message = _("The parts cannot add up: the whole is %(whole)s, this part would be %(part)s.")


class MilestoneSuperseded(WrongState):
    """A later version of the milestone stands in its place."""

    code = "milestone_superseded"
    message = _("This version of the milestone has been replaced. Work on the current one.")


class RuleSuperseded(WrongState):
    """A later version of the rule stands in its place."""

    code = "rule_superseded"
    message = _("This version of the rule has been replaced. Work on the current one.")


class MilestoneExists(Invalid):
    """Another milestone in force says the same of the same day."""

    code = "milestone_exists"
    message = _("Another milestone with these words stands on %(due_on)s already.")


class NothingRevised(Invalid):
    """The new version would say what the one in force says."""

    code = "nothing_revised"
    message = _("Nothing is changed: this is what the plan says already.")


class RevisionNotLater(Invalid):
    """The revision does not come after the one that set what it revises."""

    code = "revision_not_later"
    message = _("A revision must be later than the one that set what it changes.")
