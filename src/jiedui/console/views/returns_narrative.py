"""The narrative of a return: sections that keep themselves, and their pictures."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiedui.console.access import get_programme
from jiedui.kernel.errors import Invalid, NotFound
from jiedui.returns import services
from jiedui.returns.models import Return, ReturnText
from jiedui.returns.queries import get_return

PICTURES = "image/png,image/jpeg,image/webp,.png,.jpg,.jpeg,.webp"


@require_POST
def text_save(request: HttpRequest, code: str, pk: int, text: int) -> HttpResponse:
    """Keep what was written: by itself while somebody types, by a button without script."""
    section = _section(request, code, pk, text)
    actor: Any = request.user
    said = request.POST
    section = services.write_text(
        actor=actor, section=section, text=said.get("text", ""), seen=said.get("seen", "")
    )
    if request.headers.get("HX-Request"):
        return render(request, "console/returns/kept.html", {"at": timezone.localtime(), "text": section})
    messages.success(request, _("Saved."))
    return _back(code, pk, section)


@require_POST
def picture_add(request: HttpRequest, code: str, pk: int, text: int) -> HttpResponse:
    """Put pictures under a heading; a refused one is told about."""
    section = _section(request, code, pk, text)
    actor: Any = request.user
    for file in request.FILES.getlist("file"):
        try:
            services.add_picture(
                actor=actor,
                section=section,
                filename=file.name or "",
                content=file.read(),
                caption=request.POST.get("caption", ""),
            )
        except Invalid as refusal:
            messages.error(request, f"{file.name}: {refusal.words}")
    return _back(code, pk, section)


@require_POST
def picture_remove(request: HttpRequest, code: str, pk: int, picture: int) -> HttpResponse:
    """Take a picture out again."""
    one = _return(request, code, pk)
    found = get_object_or_404(one.pictures.select_related("text", "file"), pk=picture)
    found.of = one
    services.remove_picture(actor=request.user, picture=found)  # type: ignore[arg-type]
    return _back(code, pk, found.text)


@require_safe
def picture(request: HttpRequest, code: str, pk: int, picture: int) -> HttpResponse:
    """The picture, after the person's right to see its return was asked again."""
    one = _return(request, code, pk)
    opened = services.open_picture(request.user, picture)
    if opened.picture.of_id != one.pk:
        raise NotFound
    answer = HttpResponse(opened.content, content_type=opened.media_type)
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(opened.picture.filename)}"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _return(request: HttpRequest, code: str, pk: int) -> Return:
    return get_return(request.user, get_programme(request.user, code), pk)


def _section(request: HttpRequest, code: str, pk: int, text: int) -> ReturnText:
    one = _return(request, code, pk)
    section = get_object_or_404(ReturnText, of=one, pk=text)
    section.of = one
    return section


def _back(code: str, pk: int, section: ReturnText) -> HttpResponse:
    return redirect(f"{reverse('console:return', args=[code, pk])}#section{section.number}")
