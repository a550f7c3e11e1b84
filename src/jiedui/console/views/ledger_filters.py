"""What the ledger's list is narrowed to. Every filter stands in the address, so that a view can be passed on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jiedui.console.views.ledger_fields import unit_choice, workstream_choice
from jiedui.ledger import kinds, queries, tables
from jiedui.ledger.enums import EntryState, Verdict
from jiedui.ledger.fields import DayField, LabelChoice
from jiedui.ledger.models import Entry, ImportBatch
from jiedui.organisations.models import OrgUnit
from jiedui.plans.enums import Nature
from jiedui.plans.models import Indicator, Programme
from jiedui.projects.queries import projects_for

Entries = QuerySet[Entry]
STANDING = Q(state=EntryState.ACCEPTED, reverses=None, reversal=None)

STATES = [
    ("", _("any state")),
    *EntryState.choices,
    ("reversed", _("reversed")),
]
CONFIRMATIONS = [
    ("", _("confirmed or not")),
    (Verdict.AGREED, _("confirmed by the receiver")),
    (Verdict.DISPUTED, _("disputed by the receiver")),
    (queries.NONE_YET, _("not yet confirmed")),
]
WAITING = [
    ("decide", _("To decide")),
    ("confirm", _("To confirm")),
    ("returned", _("Returned to me")),
    ("differences", _("Unsettled differences")),
    ("corrections", _("To correct")),
    ("drafts", _("My drafts")),
]
STATE_IS = {"reversed": Q(reversal__isnull=False)}
SAID = {
    Verdict.AGREED.value: Q(verdict=Verdict.AGREED),
    Verdict.DISPUTED.value: Q(verdict=Verdict.DISPUTED),
    queries.NONE_YET: STANDING & Q(verdict=""),
}


class LedgerFilter(forms.Form):
    """The list's filters; together they read as one sentence."""

    kind = forms.ChoiceField(required=False)
    state = forms.ChoiceField(required=False, choices=STATES)
    workstream = workstream_choice()
    giver = unit_choice(_("any giver"))
    receiver = unit_choice(_("any receiver"))
    project = LabelChoice(_("any project"))
    q = forms.CharField(required=False, max_length=80)
    confirmation = forms.ChoiceField(required=False, choices=CONFIRMATIONS)
    indicator = forms.ModelChoiceField(Indicator.objects.none(), required=False, widget=forms.HiddenInput)
    batch = forms.ModelChoiceField(ImportBatch.objects.none(), required=False, widget=forms.HiddenInput)
    waiting = forms.ChoiceField(required=False, choices=[("", ""), *WAITING], widget=forms.HiddenInput)

    def __init__(self, data: Any, *, programme: Programme, user: Any) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.programme, self.user = programme, user
        # "from" is a word of Python, so the two days cannot be class attributes.
        self.fields["from"] = DayField(required=False)
        self.fields["to"] = DayField(required=False)
        self._choose("kind", [("", _("all kinds")), *((k.key, k.label) for k in kinds.all_kinds())])
        self._limit("workstream", programme.workstreams.all())
        self._limit("project", projects_for(user).filter(programme=programme))
        self._limit("indicator", Indicator.objects.filter(workstream__programme=programme))
        self._limit("batch", ImportBatch.objects.filter(programme=programme).defer("report"))
        self._own_fields(str(self.data.get("kind", "")))
        self._limit("giver", self._units("giver", "entries_given"))
        self._limit("receiver", self._units("receiver", "entries_received"))
        self.is_valid()

    def _own_fields(self, kind: str) -> None:
        """The filters of the kind asked for; without one there are none."""
        known = kind in {k.key for k in kinds.all_kinds()}
        self.own = [item.key for item in tables.filters(kind)] if known else []
        for item in tables.filters(kind) if known else ():
            choices = [("", _("any")), *item.choices]
            self.fields[item.key] = forms.ChoiceField(required=False, choices=choices, label=str(item.label))

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The fields of the kind's own filters."""
        return [self[name] for name in self.own]

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _limit(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def _units(self, name: str, relation: str) -> QuerySet[OrgUnit]:
        """Units that stand in an entry, and the one asked for (a figure may link to any unit of the tree)."""
        asked = self.data.get(name, "")
        used = Entry.objects.filter(programme=self.programme, **{name: OuterRef("pk")})
        return OrgUnit.objects.filter(Exists(used) | Q(pk=asked if asked.isdigit() else None))

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters that are set and understood."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    @property
    def address(self) -> QueryDict:
        """The address of this view: only what is set."""
        kept = QueryDict(mutable=True)
        for name, value in self.data.items():
            if value and (name in self.fields or name in {"sort", "page"}):
                kept[name] = value
        return kept

    @property
    def query(self) -> str:
        """The address of this view without its page."""
        kept = self.address
        kept.pop("page", None)
        return kept.urlencode()

    @property
    def drilled(self) -> Indicator | None:
        """The indicator whose entries are asked for."""
        found: Indicator | None = self.chosen.get("indicator")
        return found

    @property
    def brought_in(self) -> ImportBatch | None:
        """The import whose entries are asked for."""
        found: ImportBatch | None = self.chosen.get("batch")
        return found

    def narrow(self, entries: Entries) -> Entries:
        """Of the entries this person may see (as :func:`visible` gives them), those that pass every filter."""
        chosen = dict(self.chosen)
        own = {name: chosen.pop(name) for name in self.own if name in chosen}
        waiting, state = chosen.pop("waiting", ""), chosen.pop("state", "")
        confirmation, batch = chosen.pop("confirmation", ""), chosen.pop("batch", None)
        start, end = chosen.pop("from", None), chosen.pop("to", None)
        if self.drilled and self.drilled.nature == Nature.STOCK:
            start = None  # a stock is what stands on a day: all that came before is behind it too
        found = entries
        if start or end or any(chosen.values()):  # of sixty thousand entries each looked up once more: 200 ms
            behind = queries.entries_behind(
                self.user, programme=self.programme, start=start, end=end, **chosen
            )
            found = entries.filter(pk__in=behind.order_by().values("pk"))
        found = tables.narrow(found, chosen["kind"], own) if own else found
        found = found.filter(Exists(batch.rows.filter(entry=OuterRef("pk")))) if batch else found
        found = found.filter(STATE_IS.get(state, Q(state=state))) if state else found
        found = found.filter(SAID[confirmation]) if confirmation else found
        return (
            found.filter(pk__in=waiting_lists(self.user, self.programme)[waiting].values("pk"))
            if waiting
            else found
        )


def waiting_lists(user: Any, programme: Programme) -> dict[str, Entries]:
    """The lists of what waits for somebody, by the names of :data:`WAITING`; all lazy."""
    found = queries.waiting_for(user, programme)
    drafts = queries.entries_for(user).filter(programme=programme, state=EntryState.DRAFT, recorded_by=user)
    lists = {
        "decide": found.to_decide,
        "confirm": found.to_confirm,
        "returned": found.returned,
        "differences": found.differing,
        "corrections": found.to_correct,
        "drafts": drafts,
    }
    return {name: rows.order_by() for name, rows in lists.items()}
