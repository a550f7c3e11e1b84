"""Saved views: keep one, open it, share it, let it go."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiedui.accounts.enums import Role
from jiedui.console.access import get_programme
from jiedui.console.view_forms import RolesForm, ViewForm
from jiedui.console.views.explore import pivot_context
from jiedui.kernel.errors import Invalid, NotFound
from jiedui.plans.models import Programme
from jiedui.warehouse.forms import PivotForm
from jiedui.warehouse.kept import get_view
from jiedui.warehouse.models import SavedView
from jiedui.warehouse.services.saving import remove_view, save_view, share_view


@require_http_methods(["GET", "HEAD", "POST"])
def view_new(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the view whose address is given."""
    programme, user = get_programme(request.user, code), _user(request)
    if request.method != "POST":
        pivot = PivotForm(request.GET, programme=programme, user=user)
        return _form_page(
            request, programme, ViewForm(user=user, initial={"query": pivot.address.urlencode()})
        )
    form = ViewForm(request.POST, user=user)
    if form.is_valid():
        try:
            view = save_view(actor=user, programme=programme, **form.cleaned_data)
        except Invalid as error:
            form.add_error(error.address or None, error.words)
        else:
            messages.success(request, _("The view is kept. Its address can be passed on."))
            return redirect("console:view", code=code, pk=view.pk)
    return _form_page(request, programme, form, status=422)


@require_safe
def view(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A kept view with the figures of now, as far as the reader may see them."""
    programme, user = get_programme(request.user, code), _user(request)
    found = get_view(user, programme, pk)
    form = PivotForm(QueryDict(found.query), programme=programme, user=user)
    context = {
        "programme": programme,
        "form": form,
        "saved": found,
        "own": found.owner_id == user.pk,
        "shared_with": [Role(role).label for role in found.roles],
        "address": request.build_absolute_uri(request.path),
        **pivot_context(request, form),
    }
    return render(request, "console/explore/view.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def view_share(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say whom one's own view is shared with."""
    programme, user = get_programme(request.user, code), _user(request)
    found = _own(user, programme, pk)
    form = RolesForm(request.POST or None, user=user, initial={"roles": found.roles})
    if request.method == "POST" and (not request.POST.get("roles") or form.is_valid()):
        share_view(actor=user, view=found, roles=request.POST.getlist("roles"))
        messages.success(request, _("Shared as you said."))
        return redirect("console:view", code=code, pk=pk)
    status = 422 if request.method == "POST" else 200
    return _form_page(request, programme, form, saved=found, status=status)


@require_POST
def view_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Let one's own view go."""
    programme, user = get_programme(request.user, code), _user(request)
    found = _own(user, programme, pk)
    remove_view(actor=user, view=found)
    messages.success(request, _("The view “%(name)s” is gone.") % {"name": found.name})
    return redirect("console:explore", code=code)


def _user(request: HttpRequest) -> Any:
    return request.user


def _own(user: Any, programme: Programme, pk: int) -> SavedView:
    found = get_view(user, programme, pk)
    if found.owner_id != user.pk:
        raise NotFound
    return found


def _form_page(
    request: HttpRequest,
    programme: Programme,
    form: RolesForm,
    *,
    saved: SavedView | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"programme": programme, "form": form, "saved": saved}
    return render(request, "console/explore/view_form.html", context, status=status)
