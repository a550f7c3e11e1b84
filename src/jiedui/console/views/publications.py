"""Bulletins: the list, one issue as a paper, its file, and publishing it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiedui.accounts.policies import Action, allows, require
from jiedui.console.access import get_programme
from jiedui.console.plan_rows import facts_behind
from jiedui.kernel.errors import InvalidMany
from jiedui.kernel.figures import Scale, scale_of
from jiedui.kernel.periods import month_end
from jiedui.ledger.queries import entries_for
from jiedui.plans.models import Programme, Target
from jiedui.publications.changes import changes_since
from jiedui.publications.compose import compose
from jiedui.publications.content import Content, Figure
from jiedui.publications.forms import NewBulletinForm
from jiedui.publications.models import Bulletin
from jiedui.publications.queries import bulletins_for, free_months, get_bulletin
from jiedui.publications.services import bulletin_docx, content_of, publish_bulletin

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def publications(request: HttpRequest, code: str) -> HttpResponse:
    """All issues this person may see, drafts apart; editors begin a new one here."""
    programme = get_programme(request.user, code)
    may_edit = allows(request.user, Action.EDIT_PUBLICATION)
    found = bulletins_for(request.user, programme).annotate(
        entries=Count("counted", distinct=True), told=Count("stories", distinct=True)
    )
    rows = list(found)
    months = free_months(programme) if may_edit else []
    context = {
        "programme": programme,
        "drafts": [row for row in rows if not row.is_published],
        "published": [row for row in rows if row.is_published],
        "may_edit": may_edit,
        "new_form": NewBulletinForm(months=months) if months else None,
    }
    return render(request, "console/publications/list.html", context)


@require_safe
def bulletin(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One issue as it looks on paper, the figures in it with the entries behind them, and what changed since."""
    programme = get_programme(request.user, code)
    found = get_bulletin(request.user, programme, pk)
    facts = facts_behind(_current_targets(programme))
    content = content_of(found, quotes={target: fact.quote for target, fact in facts.items()})
    changes = changes_since(found) if found.is_published else []
    context = {
        "programme": programme,
        "bulletin": found,
        "content": content,
        "paper": compose(content, draft=not found.is_published),
        "rows": [(figure, facts.get(figure.target_id), _scale(figure)) for figure in content.figures],
        "changes": changes,
        "visible": _visible(request.user, [entry.pk for change in changes for entry in change.entries]),
        "may_edit": allows(request.user, Action.EDIT_PUBLICATION),
    }
    return render(request, "console/publications/bulletin.html", context)


@require_safe
def bulletin_file(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The Word file: the stored bytes of a published issue, a marked draft of another."""
    programme = get_programme(request.user, code)
    found = get_bulletin(request.user, programme, pk)
    answer = HttpResponse(bulletin_docx(found, quotes=_quotes(programme, found)), content_type=DOCX)
    draft = "" if found.is_published else "-draft"
    plain = f"{programme.code}-{found.month:%Y-%m}{draft}.docx"
    named = quote(f"{found.title}{'' if found.is_published else '（草稿）'}.docx")
    answer["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{named}"
    answer["Cache-Control"] = "private, no-cache"
    return answer


@require_http_methods(["GET", "POST"])
def bulletin_publish(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say what publishing will freeze and what speaks against it; publish on the second word."""
    programme = get_programme(request.user, code)
    require(request.user, Action.PUBLISH)
    found = get_bulletin(request.user, programme, pk)
    if found.is_published:
        return redirect("console:bulletin", code=code, pk=pk)
    quotes = _quotes(programme, found)
    problems: list[Any] = []
    if request.method == "POST":
        try:
            publish_bulletin(actor=request.user, bulletin=found, quotes=quotes)  # type: ignore[arg-type]
        except InvalidMany as refusal:
            problems = list(refusal.errors)
        else:
            messages.success(request, _("Published. The file will stay as it is, byte for byte."))
            return redirect("console:bulletin", code=code, pk=pk)
    content = content_of(found, quotes=quotes)
    context = {
        "programme": programme,
        "bulletin": found,
        "content": content,
        "counted": len(content.entry_ids()),
        "doubts": doubts(content),
        "problems": problems,
    }
    return render(request, "console/publications/publish.html", context, status=422 if problems else 200)


def doubts(content: Content) -> list[str]:
    """What an editor should know before an issue goes out; none of it forbids publishing."""
    found = []
    if content.on < month_end(content.month):
        found.append(
            _("The month is not over: the figures stand at %(day)s.") % {"day": content.on.isoformat()}
        )
    if not content.stories:
        found.append(_("There is no story in this issue."))
    unproved = [f.label for f in content.figures if f.value and (f.evidenced or 0) < 1]
    if unproved:
        found.append(_("Not fully evidenced: %(names)s.") % {"names": "、".join(unproved)})
    unconfirmed = [f.label for f in content.figures if f.value and (f.confirmed or 0) < 1]
    if unconfirmed:
        found.append(
            _("Not fully confirmed by the receivers: %(names)s.") % {"names": "、".join(unconfirmed)}
        )
    return found


def _scale(figure: Figure) -> Scale:
    return scale_of([figure.target, figure.value], figure.measured_in, figure.decimals)


def _quotes(programme: Programme, found: Bulletin) -> dict[int, str]:
    """The plan's sentence behind each target; a published issue keeps its own."""
    if found.is_published:
        return {}
    return {target: fact.quote for target, fact in facts_behind(_current_targets(programme)).items()}


def _current_targets(programme: Programme) -> list[Target]:
    targets = Target.objects.filter(indicator__workstream__programme=programme, superseded_by__isnull=True)
    return list(targets.only("pk").order_by("pk"))


def _visible(user: Any, wanted: list[int]) -> set[int]:
    """Which of the entries the person may open."""
    return set(entries_for(user).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
