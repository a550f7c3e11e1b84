"""People and what they are in which unit; for the office."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiedui.accounts import second_factor, services
from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.accounts.queries import get_person, people, tokens_of
from jiedui.console.devices import device
from jiedui.console.people_forms import NewPersonForm, PeopleFilter, PersonForm, RoleForm
from jiedui.kernel.errors import Invalid, NotFound

PAGE = 50


@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """Everybody who has an account, those who may sign in first."""
    require(request.user, Action.MANAGE_PEOPLE)
    form = PeopleFilter(request.GET)
    found = people(**form.cleaned_data) if form.is_valid() else User.objects.none()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "console/admin/people.html", {"form": form, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    """Make an account; its password is shown once and good for one sign-in."""
    require(request.user, Action.MANAGE_PEOPLE)
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        role, unit, password = said.pop("role"), said.pop("unit"), secrets.token_urlsafe(12)
        try:
            with transaction.atomic():
                user = services.create_user(
                    actor=request.user, password=password, must_change_password=True, **said
                )
                services.grant_membership(actor=request.user, user=user, unit=unit, role=role)
        except Invalid as error:
            form.add_error(error.address if error.address in form.fields else None, error.words)
        else:
            return _once(request, user, password)
    return render(
        request, "console/admin/person_new.html", {"form": form}, status=422 if form.errors else 200
    )


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: roles, sign-in, tokens, what it did last."""
    return _page(request, _person(request, pk))


@require_POST
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the name shown and the e-mail address."""
    user, form = _person(request, pk), PersonForm(request.POST)
    if not form.is_valid():
        return _page(request, user, edit=form, status=422)
    try:
        services.edit_person(actor=request.user, user=user, **form.cleaned_data)
    except Invalid as error:
        form.add_error(error.address or None, error.words)
        return _page(request, user, edit=form, status=422)
    messages.success(request, _("Changed."))
    return redirect("console:person", pk=pk)


@require_POST
def role_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role in a unit."""
    user, form = _person(request, pk), RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, user, grant=form, status=422)
    services.grant_membership(actor=request.user, user=user, **form.cleaned_data)
    messages.success(request, _("The role is given; it counts at once."))
    return redirect("console:person", pk=pk)


@require_POST
def role_revoke(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """Take a role away."""
    user = _person(request, pk)
    held = user.memberships.select_related("user").filter(pk=membership).first()
    if held is None:
        raise NotFound
    services.revoke_membership(actor=request.user, membership=held)
    messages.success(request, _("The role is taken away; it counts at once."))
    return redirect("console:person", pk=pk)


def _close(actor: Any, user: User) -> str:
    services.close_account(actor=actor, user=user)
    return _("The account is closed. What the person did keeps the name.")


def _reopen(actor: Any, user: User) -> str:
    services.reopen_account(actor=actor, user=user)
    return _("The account is open again.")


def _factor(actor: Any, user: User) -> str:
    services.reset_second_factor(actor=actor, user=user)
    return _("The second factor is taken off. The person signs in with the password and sets up a new one.")


def _sessions(actor: Any, user: User) -> str:
    count = services.end_sessions(actor=actor, user=user)
    return _("Browsers signed out: %(count)d.") % {"count": count}


ACTS = {"close": _close, "reopen": _reopen, "second-factor": _factor, "sessions": _sessions}


@require_POST
def person_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Close or reopen the account, take the second factor off, end sessions, or give a password anew."""
    user = _person(request, pk)
    if act == "password":
        return _once(request, user, services.reset_password(actor=request.user, user=user))
    if act not in ACTS:
        raise NotFound
    messages.success(request, ACTS[act](request.user, user))
    return redirect("console:person", pk=pk)


def _person(request: HttpRequest, pk: int) -> User:
    """The account, for those who manage people. Raises NotAllowed, NotFound."""
    require(request.user, Action.MANAGE_PEOPLE)
    return get_person(pk)


def _once(request: HttpRequest, user: User, password: str) -> HttpResponse:
    answer = render(request, "console/admin/password_made.html", {"person": user, "password": password})
    answer["Cache-Control"] = "no-store"
    return answer


def _page(
    request: HttpRequest,
    user: User,
    *,
    edit: PersonForm | None = None,
    grant: RoleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    sessions = UserSession.objects.filter(user=user).order_by("-last_seen_at")
    context = {
        "person": user,
        "memberships": user.memberships.select_related("unit").order_by("id"),
        "edit": edit or PersonForm({"display_name": user.display_name, "email": user.email}),
        "grant": grant or RoleForm(),
        "has_second_factor": second_factor.has(user),
        "sessions": [{"row": row, "device": device(row.user_agent), "here": False} for row in sessions],
        "tokens": tokens_of(user),
        "own": user.pk == request.user.pk,
    }
    return render(request, "console/admin/person.html", context, status=status)
