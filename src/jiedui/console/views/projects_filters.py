"""What the projects are narrowed to. Every filter stands in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jiedui.console.views.ledger_fields import unit_choice, workstream_choice
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.projects.enums import Stage
from jiedui.projects.models import Project
from jiedui.projects.queries import projects_among


class ProjectFilter(forms.Form):
    """The filters; together they read as one sentence."""

    stage = forms.ChoiceField(required=False, choices=[("", _("any stage")), *Stage.choices])
    workstream = workstream_choice()
    giver = unit_choice(_("any giver"))
    receiver = unit_choice(_("any receiver"))
    late = forms.ChoiceField(required=False, choices=[("", _("late or not")), ("yes", _("late ones only"))])
    q = forms.CharField(required=False, max_length=80)
    view = forms.ChoiceField(
        required=False, choices=[("", "board"), ("list", "list")], widget=forms.HiddenInput
    )

    def __init__(self, data: Any, *, programme: Programme, user: Any) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.programme, self.user = programme, user
        here = Project.objects.filter(programme=programme)
        given = here.filter(givers=OuterRef("pk"))
        received = here.filter(receiver=OuterRef("pk"))
        self._limit("workstream", programme.workstreams.all())
        self._limit("giver", OrgUnit.objects.filter(Exists(given) | self._asked("giver")))
        self._limit("receiver", OrgUnit.objects.filter(Exists(received) | self._asked("receiver")))
        self.is_valid()

    def _limit(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def _asked(self, name: str) -> Q:
        """The unit asked for: a page may link to any unit of the tree."""
        asked = self.data.get(name, "")
        return Q(pk=asked if asked.isdigit() and len(asked) < 19 else None)

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters that are set and understood."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    @property
    def is_list(self) -> bool:
        """Whether the list is asked for instead of the board."""
        return bool(self.chosen.get("view") == "list")

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(set(self.chosen) - {"view"})

    def query(self, **changes: str) -> str:
        """The address of this view with other values; only what is set."""
        kept = QueryDict(mutable=True)
        for name in self.fields:
            value = changes.get(name, self.data.get(name, ""))
            if value:
                kept[name] = value
        return f"?{kept.urlencode()}" if kept else "?"

    @property
    def board_query(self) -> str:
        """The same projects as a board."""
        return self.query(view="")

    @property
    def list_query(self) -> str:
        """The same projects as a list."""
        return self.query(view="list")

    def narrow(self) -> QuerySet[Project]:
        """The projects that pass every filter but lateness, which is computed."""
        chosen = {name: value for name, value in self.chosen.items() if name not in {"view", "late"}}
        return projects_among(self.user, self.programme, **chosen)
