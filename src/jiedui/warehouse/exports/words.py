"""The words around an exported table: of what, of which days, as of when, within whose sight."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiedui.accounts.policies import scope_of
from jiedui.ledger.models import Entry
from jiedui.plans.models import Programme
from jiedui.warehouse.forms import PivotForm
from jiedui.warehouse.pivots import About, Show, Table
from jiedui.warehouse.pivots.choices import name_of


def title_of(table: Table) -> str:
    """«Purchases by giving districts and quarters»."""
    pivot = table.pivot
    axes = [name_of(axis) for axis in pivot.axes if axis.about is not About.INDICATOR]
    what = table.indicator.label if table.indicator else _("All indicators")
    shown = {
        Show.ENTRIES: _("Entries of %(what)s"),
        Show.SHARE: _("Shares of %(what)s"),
        Show.EVIDENCED: _("%(what)s: share with evidence"),
        Show.CONFIRMED: _("%(what)s: share the receiver confirmed"),
    }
    what = shown.get(pivot.show, "%(what)s") % {"what": what}
    if not axes:
        return what
    return pgettext("title", "%(what)s by %(axes)s") % {
        "what": what,
        "axes": pgettext("list", " and ").join(axes),
    }


def scope_words(user: Any) -> str:
    """Whose figures a person sees, empty for all of them; one query."""
    if scope_of(user).sees_all:
        return ""
    units = [m.unit.label for m in user.memberships.select_related("unit").order_by("id")]
    words = pgettext("list", ", ").join(dict.fromkeys(units))
    return _("Only what you may see is counted: what was given, received or led by %(units)s.") % {
        "units": words
    }


def said_of(form: PivotForm) -> list[str]:
    """The days, the filters and the day of knowledge, a line each."""
    ask, chosen = form.pivot.ask, form.chosen
    lines = [f"{ask.first.isoformat()} – {ask.last.isoformat()}"]
    filters = [str(chosen[name].label) for name in ("workstream", "giver", "receiver") if name in chosen]
    if filters:
        lines.append(pgettext("list", ", ").join(filters))
    if "asof" in chosen:
        lines.append(_("As the ledger stood at the close of %(day)s") % {"day": chosen["asof"].isoformat()})
    if scope := scope_words(form.user):
        lines.append(scope)
    return lines


def warnings_of(programme: Programme) -> list[str]:
    """What a reader must not overlook."""
    generated = Entry.objects.filter(programme=programme, synthetic=True).exists()
    return [_("Generated data: the entries of this programme did not happen.")] if generated else []


def made_words(user: Any) -> str:
    """Who made the file, and when."""
    at = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    return _("Exported from Jiedui by %(who)s, %(at)s") % {"who": user, "at": at}
