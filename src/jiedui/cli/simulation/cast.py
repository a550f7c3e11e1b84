"""Who acts: the people of the programme who record, decide and confirm."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiedui.accounts.enums import Role
from jiedui.accounts.models import Membership, User
from jiedui.kernel.errors import Invalid
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Workstream


class Cast:
    """The people by role and place. Raises Invalid where there is nobody in the office."""

    def __init__(self) -> None:
        rows = Membership.objects.select_related("user", "unit").filter(user__is_active=True).order_by("id")
        people: dict[int, User] = {}
        self.grants = [(m.role, m.unit.path, people.setdefault(m.user_id, m.user)) for m in rows]
        self._known: dict[tuple[Role, int], User | None] = {}
        office = self._nearest(Role.OFFICE, None)
        if office is None:
            raise Invalid(_("Nobody acts for the programme office yet. Load a pack with people, or add one."))
        self.office = office

    def recorder(self, giver: OrgUnit) -> User:
        """Who records for a giver: its own people, else the office."""
        return self._of(Role.GIVER, giver) or self.office

    def decider(self, workstream: Workstream) -> User:
        """Who decides in a workstream: its lead, else the office."""
        lead = workstream.lead
        return (self._of(Role.LEAD, lead) if lead else None) or self.office

    def confirmer(self, receiver: OrgUnit) -> User | None:
        """Who confirms for a receiver; None where nobody does."""
        return self._of(Role.RECEIVER, receiver)

    def _of(self, role: Role, unit: OrgUnit) -> User | None:
        if (role, unit.pk) not in self._known:
            self._known[role, unit.pk] = self._nearest(role, unit)
        return self._known[role, unit.pk]

    def _nearest(self, role: Role, unit: OrgUnit | None) -> User | None:
        held = [(p, u) for r, p, u in self.grants if r == role and (unit is None or unit.path.startswith(p))]
        return max(held, key=lambda item: len(item[0]))[1] if held else None
