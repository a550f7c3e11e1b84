"""What needs a person now, what they were told about returns, and how they want to be told."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiedui.console.access import get_programme
from jiedui.console.alert_links import link_of
from jiedui.console.notice_words import told
from jiedui.plans.models import Programme
from jiedui.progress.alerts import KINDS
from jiedui.progress.queries import alerts_for
from jiedui.progress.queries import told as told_alerts
from jiedui.returns import services
from jiedui.returns.models import NoticeSettings
from jiedui.returns.queries import notices_of

PAGE, ALERTS = 40, 30


@require_safe
def notices(request: HttpRequest, code: str) -> HttpResponse:
    """The alerts that stand about the person's units, and their notices of this programme, the latest first."""
    programme = get_programme(request.user, code)
    found = _own(request.user, programme)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    chosen = NoticeSettings.objects.filter(user=request.user).first()  # type: ignore[misc]
    context = {
        "programme": programme,
        "page": page,
        "rows": [(notice, *told(notice)) for notice in page.object_list],
        **_alerts(request, programme),
        "unread": found.filter(read_at__isnull=True).count(),
        "by_email": chosen.by_email if chosen else True,
        "address": getattr(request.user, "email", ""),
    }
    return render(request, "console/returns/notices.html", context)


@require_POST
def follow(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Open what a notice speaks of, and mark it read."""
    programme = get_programme(request.user, code)
    notice = get_object_or_404(_own(request.user, programme), pk=pk)
    services.mark_read(actor=_actor(request), notices=[notice])
    return redirect("console:return", code=code, pk=notice.about_id)


@require_POST
def read(request: HttpRequest, code: str) -> HttpResponse:
    """Mark all of them read."""
    programme = get_programme(request.user, code)
    services.mark_read(actor=_actor(request), notices=_own(request.user, programme))
    return redirect("console:notices", code=code)


@require_POST
def channels(request: HttpRequest, code: str) -> HttpResponse:
    """Choose how one wants to be told; the list here is always there."""
    get_programme(request.user, code)
    services.set_channels(actor=_actor(request), by_email="by_email" in request.POST)
    messages.success(request, _("Saved."))
    return redirect("console:notices", code=code)


def _alerts(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    """The alerts of a page, of one kind where ``?why`` names it, and how many there are of each kind."""
    standing = alerts_for(request.user, programme)
    why = request.GET.get("why", "")
    page = Paginator(standing.filter(kind=why) if why in KINDS else standing, ALERTS).get_page(
        request.GET.get("alerts")
    )
    counts = Counter(standing.order_by().values_list("kind", flat=True))
    return {
        "alerts": [(one, link_of(programme, one)) for one in told_alerts(page.object_list)],
        "alerts_page": page,
        "alert_kinds": [(kind, counts[key]) for key, kind in KINDS.items() if counts[key]],
        "alert_count": counts.total(),
        "why": why,
    }


def _own(user: Any, programme: Programme) -> Any:
    return notices_of(user).filter(about__schedule__programme=programme).order_by("-pk")


def _actor(request: HttpRequest) -> Any:
    return request.user
