"""Refusals about scorecards and assessments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid, WrongState


class HeadcountScored(Invalid):
    """People put to work, or figures kept as stated, are never scored."""

    code = "headcount_scored"
    message = _(
        "“%(name)s” counts people put to work or is kept as stated: it is never scored. Score what is offered instead: "
        "vacancies, job fairs, training places."
    )


class DonationPerPersonScored(Invalid):
    """Giving is voluntary: how many gave, and how much each, is never scored."""

    code = "donation_per_person_scored"
    message = _(
        "“%(name)s” scores who gave or how much each person gave: giving is voluntary. Score the sum that was handed "
        "on instead."
    )


class VersionPublished(WrongState):
    """A published version stays as it is."""

    code = "version_published"
    message = _(
        "This version is published and stays as it is. Make a new version from it and say what orders the change."
    )


class DraftExists(WrongState):
    """There is a draft already."""

    code = "draft_exists"
    message = _("There is a draft of the next version already. Work on it, publish it or discard it.")


class PointsDoNotAddUp(Invalid):
    """The lines do not add up to the total."""

    code = "points_do_not_add_up"
    message = _(
        "The lines add up to %(sum)s points, the total is %(total)s: %(difference)s. Change the points of lines, or "
        "the total."
    )


class NoGrades(Invalid):
    """The scale does not reach down to zero."""

    code = "no_grades"
    message = _("The lowest grade must begin at 0, so that every score has a grade.")


class AssessmentSubmitted(WrongState):
    """What was handed in stays as it is."""

    code = "assessment_submitted"
    message = _(
        "This assessment was handed in and stays as it is. Only the office can reopen it, with a reason."
    )
