"""A return, its lines, its narrative and its pictures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jiedui.kernel.canonical import sha256_hex
from jiedui.kernel.figures import in_english
from jiedui.kernel.periods import Period
from jiedui.ledger.models import EvidenceFile
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Indicator
from jiedui.returns.enums import ReturnState
from jiedui.returns.models.schedules import ReturnSchedule


class Return(models.Model):
    """What a unit hands in for a period, in one version.

    ``level`` is the level of review that is asked now, 0 while it is not under review. ``filed_on`` is the day on
    which it was first handed in and never changes after that; a later version takes it over. ``stamp`` grows with
    every act, so that two people who act at once are told apart.

    The figures are those of the ledger up to ``sequence``, whose hash was ``chain_hash``; ``entries_digest`` names
    the ``entries`` entries behind them. They are fixed when the return is handed in. ``hash`` seals an accepted
    return: nothing in it is changed after that. ``replaces`` points from a version to the one before.
    """

    schedule = models.ForeignKey(ReturnSchedule, on_delete=models.PROTECT, related_name="returns")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="returns")
    starts_on = models.DateField()
    ends_on = models.DateField()
    due_on = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replacement"
    )
    reopen_reason = models.TextField(blank=True)

    state = models.CharField(max_length=12, choices=ReturnState.choices, default=ReturnState.OPEN)
    level = models.PositiveSmallIntegerField(default=0)
    stamp = models.PositiveIntegerField(default=0)
    filed_on = models.DateField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)

    sequence = models.PositiveBigIntegerField(null=True, blank=True)
    chain_hash = models.CharField(max_length=64, blank=True)
    entries = models.PositiveIntegerField(default=0)
    entries_digest = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["due_on", "schedule", "unit__path", "version"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="returns_by_state"),
            models.Index(fields=["unit", "due_on"], name="returns_by_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "unit", "starts_on", "version"], name="return_version_once"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="return_ends_after"),
            models.CheckConstraint(
                condition=(Q(state="accepted") & ~Q(hash="")) | (~Q(state="accepted") & Q(hash="")),
                name="accepted_returns_are_sealed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schedule} {self.unit} {self.starts_on}…{self.ends_on} v{self.version}"

    @property
    def period(self) -> Period:
        """What it speaks of."""
        return Period(self.starts_on, self.ends_on)

    @property
    def opens_on(self) -> date:
        """The first day on which it can be handed in: when its period is over, or due."""
        return min(self.ends_on, self.due_on)

    @property
    def receives(self) -> bool:
        """Whether the unit stands on the receiving side, so that its lines count what it received."""
        return not self.unit.path.startswith(self.schedule.programme.giver.path)

    @property
    def editable(self) -> bool:
        """Whether the reporting unit may change it."""
        return self.state in {ReturnState.OPEN, ReturnState.SENT_BACK}


class ReturnLine(models.Model):
    """One figure of a return.

    ``definition`` is what is counted, as it was when the return was made (see :mod:`jiedui.returns.counting`), so
    that the figure can be computed again whatever becomes of the indicator. ``value`` is the ledger's figure for
    the period (None where it has none), ``cumulative`` that since ``since``; ``target`` is the unit's target for
    the time that holds the period, where there is one that may be paced. ``adjusted`` is the unit's own figure
    with its ``reason``, a question to the reviewer until somebody took it.
    """

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    indicator = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="return_lines"
    )
    definition = models.JSONField(default=dict)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    measured_in = models.CharField(max_length=20, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)

    value = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    cumulative = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    target = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    evidenced = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    confirmed = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    entries = models.IntegerField(default=0)

    adjusted = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    reason = models.TextField(blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["of", "number"]
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="return_line_number_once"),
            models.CheckConstraint(
                condition=Q(adjusted__isnull=True) | Q(value__isnull=True) | ~Q(reason=""),
                name="adjusted_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if in_english() and self.name_en else self.name

    @property
    def final(self) -> Decimal | None:
        """The figure that is reported: the unit's own where it gave one, else the ledger's."""
        return self.value if self.adjusted is None else self.adjusted

    @property
    def share(self) -> Decimal | None:
        """The share of the target that is done; None without a target."""
        if self.target is None or not self.target or self.cumulative is None:
            return None
        return self.cumulative / self.target

    @property
    def counted(self) -> bool:
        """Whether the ledger has the figure."""
        return bool(self.definition.get("kind"))

    @property
    def is_question(self) -> bool:
        """Whether the reviewer has yet to say something to an adjusted figure."""
        return self.adjusted is not None and self.value is not None and self.taken_by_id is None


class ReturnText(models.Model):
    """What a unit writes under one heading."""

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    required = models.BooleanField(default=False)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["of", "number"]
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="return_text_number_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def stamp(self) -> str:
        """Tells one text from another, so that whoever writes can say what they saw."""
        return sha256_hex(self.text.encode())[:16]

    @property
    def label(self) -> str:
        """The heading in the reader's language."""
        return self.name_en if in_english() and self.name_en else self.name


class ReturnPicture(models.Model):
    """A picture in the narrative; stored like evidence, so without its metadata."""

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="pictures")
    text = models.ForeignKey(ReturnText, on_delete=models.CASCADE, related_name="pictures")
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="return_uses")
    filename = models.CharField(max_length=200)
    caption = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["of", "text", "id"]
        constraints = [models.UniqueConstraint(fields=["of", "text", "file"], name="return_picture_once")]

    def __str__(self) -> str:
        return self.filename
