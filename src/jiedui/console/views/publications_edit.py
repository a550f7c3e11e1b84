"""The editor's desk: beginning an issue, its text, its stories."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiedui.accounts.policies import Action, require
from jiedui.console.access import get_programme
from jiedui.kernel.errors import Invalid, NotFound, WrongState
from jiedui.kernel.figures import Scale, scale_of
from jiedui.publications import services
from jiedui.publications.forms import BulletinForm, NewBulletinForm, StoryForm
from jiedui.publications.models import Bulletin, Story
from jiedui.publications.queries import free_months, get_bulletin, standing_entries, story_candidates

OFFERED = 40
"""How many entries of the month are offered at once; the search narrows them."""


@require_POST
def bulletin_new(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the issue of a month and go to its desk."""
    programme = get_programme(request.user, code)
    require(request.user, Action.EDIT_PUBLICATION)
    form = NewBulletinForm(request.POST, months=free_months(programme))
    if not form.is_valid():
        raise Invalid(_("Choose a month that has begun and has no bulletin yet."), address="month")
    made = services.create_bulletin(
        actor=_actor(request), programme=programme, month=form.cleaned_data["month"]
    )
    messages.success(request, _("The draft is there; its figures follow the records until it is published."))
    return redirect("console:bulletin-edit", code=code, pk=made.pk)


@require_http_methods(["GET", "POST"])
def bulletin_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Title, editor's note, readers; the stories with their order."""
    found = _draft(request, code, pk)
    initial = {name: getattr(found, name) for name in ("title", "foreword", "report_to", "copy_to")}
    form = BulletinForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _saved(request, found, form):
        messages.success(request, _("Saved."))
        return redirect("console:bulletin-edit", code=code, pk=pk)
    context = {
        "programme": found.programme,
        "bulletin": found,
        "form": form,
        "stories": found.stories.prefetch_related("entries"),
    }
    return render(request, "console/publications/edit.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, found: Bulletin, form: BulletinForm) -> bool:
    try:
        services.edit_bulletin(actor=_actor(request), bulletin=found, **form.cleaned_data)
    except Invalid as refusal:
        _tell(form, refusal)
        return False
    return True


@require_POST
def bulletin_discard(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Throw the draft away."""
    services.discard_bulletin(actor=_actor(request), bulletin=_draft(request, code, pk))
    messages.success(request, _("The draft was discarded."))
    return redirect("console:publications", code=code)


@require_http_methods(["GET", "POST"])
def story_new(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Write a story."""
    return _story_page(request, _draft(request, code, pk), None)


@require_http_methods(["GET", "POST"])
def story_edit(request: HttpRequest, code: str, pk: int, story: int) -> HttpResponse:
    """Change a story."""
    found = _draft(request, code, pk)
    return _story_page(request, found, _story(found, story))


@require_POST
def story_move(request: HttpRequest, code: str, pk: int, story: int) -> HttpResponse:
    """One place up or down."""
    found = _draft(request, code, pk)
    by = -1 if request.POST.get("to") == "up" else 1
    services.move_story(actor=_actor(request), story=_story(found, story), by=by)
    return redirect(f"{reverse('console:bulletin-edit', args=[code, pk])}#stories")


@require_POST
def story_remove(request: HttpRequest, code: str, pk: int, story: int) -> HttpResponse:
    """Take a story out."""
    found = _draft(request, code, pk)
    services.remove_story(actor=_actor(request), story=_story(found, story))
    messages.success(request, _("The story was removed."))
    return redirect(f"{reverse('console:bulletin-edit', args=[code, pk])}#stories")


def _story_page(request: HttpRequest, found: Bulletin, story: Story | None) -> HttpResponse:
    """The form of a story. The search button only narrows what is offered; it keeps what is typed."""
    picker = Picker(request, found, story)
    form = StoryForm(request.POST or None, initial=_initial(story), choices=picker.allowed)
    searching = "search" in request.POST
    if request.method == "POST" and not searching and form.is_valid() and _kept(request, found, story, form):
        messages.success(request, _("The story was saved."))
        return redirect(f"{reverse('console:bulletin-edit', args=[found.programme.code, found.pk])}#stories")
    if searching:
        form = StoryForm(initial={**request.POST.dict(), "entries": picker.chosen}, choices=picker.allowed)
    context = {
        "programme": found.programme, "bulletin": found, "story": story, "form": form, "picker": picker,
    }  # fmt: skip
    return render(request, "console/publications/story.html", context, status=422 if form.errors else 200)


def _initial(story: Story | None) -> dict[str, Any]:
    return {"heading": story.heading, "body": story.body} if story else {}


def _kept(request: HttpRequest, found: Bulletin, story: Story | None, form: StoryForm) -> bool:
    try:
        if story is None:
            services.add_story(actor=_actor(request), bulletin=found, **form.cleaned_data)
        else:
            services.edit_story(actor=_actor(request), story=story, **form.cleaned_data)
    except Invalid as refusal:
        _tell(form, refusal)
        return False
    return True


class Picker:
    """The entries offered to a story: those chosen first, then the month's that match the search."""

    def __init__(self, request: HttpRequest, bulletin: Bulletin, story: Story | None) -> None:
        self.text = request.POST.get("q", "").strip()
        stored = set(story.entries.values_list("pk", flat=True)) if story else set()
        sent = {int(pk) for pk in request.POST.getlist("entries") if pk.isdecimal()}
        self.chosen = sent if request.method == "POST" else stored
        in_month = Q(pk__in=story_candidates(bulletin).values("pk"))
        self.allowed = standing_entries(bulletin.programme).filter(in_month | Q(pk__in=stored))
        found = story_candidates(bulletin, self.text).exclude(pk__in=self.chosen)
        self.total = found.count()
        self.picked = list(self.allowed.filter(pk__in=self.chosen))
        self.offered = list(found[:OFFERED])

    @property
    def scale(self) -> Scale:
        """One scale for the amounts shown."""
        return scale_of([entry.amount for entry in [*self.picked, *self.offered]], "元")

    @property
    def more(self) -> bool:
        """Whether the search has to be narrowed to see all."""
        return self.total > len(self.offered)


def _draft(request: HttpRequest, code: str, pk: int) -> Bulletin:
    """The draft on the desk. Raises NotAllowed, NotFound, WrongState where it is out already."""
    programme = get_programme(request.user, code)
    require(request.user, Action.EDIT_PUBLICATION)
    found = get_bulletin(request.user, programme, pk)
    if found.is_published:
        raise WrongState(state=found.get_state_display())
    return found


def _story(found: Bulletin, pk: int) -> Story:
    story = found.stories.filter(pk=pk).first()
    if story is None:
        raise NotFound
    return story


def _tell(form: Form, refusal: Invalid) -> None:
    """Put a refusal beside the field it speaks of."""
    address = refusal.address if refusal.address in form.fields else None
    form.add_error(
        address, str(refusal.template) % refusal.params if refusal.params else str(refusal.template)
    )


def _actor(request: HttpRequest) -> Any:
    return request.user
