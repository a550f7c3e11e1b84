"""What else a unit is called: aliases and division codes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid
from jiedui.organisations.gate import require_manager
from jiedui.organisations.models import DivisionCode, OrgUnit, UnitAlias
from jiedui.organisations.unit_names import normalize


@transaction.atomic
def add_alias(*, actor: Any, unit: OrgUnit, text: str, source: str = "") -> UnitAlias:
    """Let ``text`` stand for the unit as well. Adding the same form again gives the alias that is there.

    The same form may stand for several units; the resolver then asks which one is meant.
    """
    require_manager(actor)
    normalized = normalize(text)
    if not normalized:
        raise Invalid(_("An alias needs at least one letter."), address="text")
    alias, created = UnitAlias.objects.get_or_create(
        unit=unit, normalized=normalized, defaults={"text": text.strip(), "source": source}
    )
    if created:
        audit.record(actor=actor, action="unit.alias", subject=unit, text=alias.text, source=source)
    return alias


@transaction.atomic
def add_code(
    *,
    actor: Any,
    unit: OrgUnit,
    code: str,
    name: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> DivisionCode:
    """Note the unit's GB/T 2260 code over a span of time, under the name it had then.

    Raises Invalid for a code that is not 6, 9 or 12 digits, or that another unit has on some of the days.
    """
    require_manager(actor)
    if not (code.isascii() and code.isdigit() and len(code) in {6, 9, 12}):
        raise Invalid(
            _("“%(code)s” is no division code: it has 6, 9 or 12 digits."), code=code, address="code"
        )
    if held := _holder(code, unit, valid_from, valid_to):
        raise Invalid(_("Code %(code)s belongs to %(unit)s."), code=code, unit=held.unit.name, address="code")
    row, created = DivisionCode.objects.get_or_create(
        unit=unit,
        code=code,
        defaults={"name": name or unit.name, "valid_from": valid_from, "valid_to": valid_to},
    )
    if created:
        audit.record(actor=actor, action="unit.code", subject=unit, code=code)
    return row


def _holder(code: str, unit: OrgUnit, start: date | None, end: date | None) -> DivisionCode | None:
    """Another unit's hold on the code that overlaps the span, if there is one."""
    for row in DivisionCode.objects.select_related("unit").filter(code=code).exclude(unit=unit):
        begins_before_end = end is None or row.valid_from is None or row.valid_from <= end
        ends_after_start = start is None or row.valid_to is None or row.valid_to >= start
        if begins_before_end and ends_after_start:
            return row
    return None
