"""Refusals about returns: one class each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid, JieduiError, NotAllowed, WrongState


class HandedIn(WrongState):
    """A return that is with its reviewers is not changed."""

    code = "return_handed_in"
    message = _("This return has been handed in. Take it back first, or wait until it is sent back.")


class AlreadySubmitted(WrongState):
    """Somebody handed it in a moment ago."""

    code = "return_already_submitted"
    message = _("This return has been handed in already.")


class NotSubmitted(WrongState):
    """There is nothing to review yet."""

    code = "return_not_submitted"
    message = _("This return has not been handed in yet.")


class ReviewBegun(WrongState):
    """A reviewer is at work on it."""

    code = "return_review_begun"
    message = _("The review has begun. Ask the reviewer to send the return back.")


class AlreadySentBack(WrongState):
    """Another reviewer sent it back."""

    code = "return_already_sent_back"
    message = _("This return has been sent back already; wait until it is handed in again.")


class AlreadyAccepted(WrongState):
    """Another reviewer accepted it."""

    code = "return_already_accepted"
    message = _("This return has been accepted already.")


class Frozen(WrongState):
    """An accepted return is never changed."""

    code = "return_frozen"
    message = _(
        "An accepted return cannot be changed. The programme office can open it again, as a new version."
    )


class NotAccepted(WrongState):
    """Only what is accepted can be opened again."""

    code = "return_not_accepted"
    message = _("Only an accepted return can be opened again.")


class Replaced(WrongState):
    """A later version stands in its place."""

    code = "return_replaced"
    message = _("This version has been replaced by a later one. Work on that one.")


class ChangedMeanwhile(JieduiError):
    """Somebody else acted on the return since the actor last saw it."""

    code = "return_changed"
    status = 409
    message = _("Somebody else has changed this return since you opened it. Look at it again, then decide.")


class TextChanged(JieduiError):
    """The section was written in elsewhere since it was opened here."""

    code = "return_text_changed"
    status = 409
    message = _(
        "“%(section)s” was changed elsewhere since you opened it here, in another window or by somebody else. "
        "Nothing was written over. Copy your text, load the page again and put both together."
    )


class NotYourLevel(NotAllowed):
    """The return waits for somebody else."""

    code = "not_your_level"
    message = _("This return waits for %(reviewer)s; you cannot decide on it now.")


class OwnReturn(NotAllowed):
    """Nobody decides on what they handed in themselves."""

    code = "own_return"
    message = _("You handed this return in yourself, so somebody else must decide on it.")


class PeriodNotOver(WrongState):
    """What has not ended cannot be reported on."""

    code = "period_not_over"
    message = _("The return can be handed in on %(day)s at the earliest.")


class NarrativeMissing(Invalid):
    """A section that must say something is empty."""

    code = "narrative_missing"
    message = _("Write something under “%(section)s” first.")


class FigureMissing(Invalid):
    """The ledger cannot compute the line and nobody stated a figure."""

    code = "figure_missing"
    message = _("State a figure for “%(line)s”: the ledger has none.")


class RemarkUnanswered(Invalid):
    """A reviewer's remark waits for an answer."""

    code = "remark_unanswered"
    message = _("Answer the reviewer's remark on “%(about)s” first.")


class ReasonMissing(Invalid):
    """An adjusted figure needs a reason."""

    code = "reason_missing"
    message = _("Say why the figure differs from the ledger's.")


class NotAdjustable(Invalid):
    """Figures of people put to work come only from placement statements with their safeguards."""

    code = "not_adjustable"
    message = _(
        "Figures of people put to work come only from placement statements with their safeguards. "
        "Record or correct a statement instead."
    )


class QuestionOpen(Invalid):
    """An adjustment is a question to the reviewer that has not been decided."""

    code = "question_open"
    message = _("Decide on the adjusted figure of “%(line)s” first: take it, or send the line back.")


class AsStatedLine(Invalid):
    """A headcount kept as the document states it is asked of nobody."""

    code = "as_stated_line"
    message = _(
        "“%(indicator)s” is a headcount kept as the plan states it. It is neither counted nor asked for in a return."
    )


class ScheduleInUse(WrongState):
    """Returns were made by the schedule."""

    code = "schedule_in_use"
    message = _("Returns have been made by this schedule. End it with a last day instead of deleting it.")


class ScheduleUnfit(Invalid):
    """What the schedule says does not go together."""

    code = "schedule_unfit"


class AddressRefused(Invalid):
    """A webhook may not reach into the house's own network."""

    code = "address_refused"
    message = _("The address cannot be used: %(why)s")


class NotGivenUp(WrongState):
    """Only what was given up is sent again by hand; the rest is sent by itself or was taken."""

    code = "delivery_not_given_up"
    message = _("This message has not been given up: it was taken, or is tried again by itself.")


class ClockRefused(Invalid):
    """Only a generated or archived programme may be told what day it is."""

    code = "clock_refused"
    message = _("A day can only be given where the programme's clock stands still or its data is generated.")


class PersonalNumber(Invalid):
    """A number that names a person stands in what was written."""

    code = "personal_number"
    message = _(
        "There seems to be an identity or mobile phone number in the text. "
        "Remove it: people are counted, not registered."
    )
