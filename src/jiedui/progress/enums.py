"""How a target stands, as a word, a shape and a tone: never colour alone."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """Where a target stands against its pace. The thresholds are those of :mod:`jiedui.progress.pace`."""

    REACHED = "reached", _("reached")
    AHEAD = "ahead", _("ahead")
    ON_PACE = "on_pace", _("on pace")
    BEHIND = "behind", _("behind")
    OUT_OF_REACH = "out_of_reach", _("out of reach")
    AS_STATED = "as_stated", _("as stated")
    NOT_RECORDED = "not_recorded", _("not recorded yet")

    @property
    def word(self) -> str:
        """The status in the reader's language."""
        return str(self.label)

    @property
    def shape(self) -> str:
        """A sign that tells the status without colour."""
        return _SHAPES[self]

    @property
    def tone(self) -> str:
        """The name of the colour that goes with it: teal, grey, amber, red or muted."""
        return _TONES[self]

    @property
    def paced(self) -> bool:
        """Whether the target is held against a pace at all."""
        return self not in {Status.AS_STATED, Status.NOT_RECORDED}

    @property
    def lagging(self) -> bool:
        """Whether somebody has to do something."""
        return self in {Status.BEHIND, Status.OUT_OF_REACH}


_SHAPES: dict[Status, str] = {
    Status.REACHED: "✓",
    Status.AHEAD: "▲",
    Status.ON_PACE: "●",
    Status.BEHIND: "▼",
    Status.OUT_OF_REACH: "■",
    Status.AS_STATED: "◇",
    Status.NOT_RECORDED: "○",
}
_TONES: dict[Status, str] = {
    Status.REACHED: "teal",
    Status.AHEAD: "teal",
    Status.ON_PACE: "grey",
    Status.BEHIND: "amber",
    Status.OUT_OF_REACH: "red",
    Status.AS_STATED: "muted",
    Status.NOT_RECORDED: "muted",
}


class Basis(models.TextChoices):
    """What a target's expected course rests on."""

    MILESTONES = "milestones", _("along its milestones")
    LAST_YEAR = "last_year", _("as last year went")
    WORKING_DAYS = "working_days", _("evenly over working days")
    UNFOLLOWED = "unfollowed", _("evenly over working days: last year has too few entries to follow")


class QuestionState(models.TextChoices):
    """Where a plausibility question stands."""

    OPEN = "open", pgettext_lazy("question", "open")
    ANSWERED = "answered", pgettext_lazy("question", "answered")
    SETTLED = "settled", _("settled: the figures no longer raise it")


class Verdict(models.TextChoices):
    """What the unit says of its figures."""

    RIGHT = "right", _("the figures are right")
    WRONG = "wrong", _("the figures are wrong and will be corrected")
