"""Filing a grievance and answering it. Whoever files stays unknown: no account, no address of a machine is noted."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit, origin
from jiedui.kernel.enums import Channel
from jiedui.kernel.errors import Invalid, WrongState
from jiedui.plans.models import Programme
from jiedui.safeguards.codes import digest_of, new_code
from jiedui.safeguards.enums import GrievanceAbout, GrievanceState
from jiedui.safeguards.models import Grievance, GrievanceStep
from jiedui.safeguards.personal import holds_citizen_number
from jiedui.safeguards.queries import state_of

LONGEST = 5000
NUMBER_INSIDE = _("An identity number stands in the text. Take it out: nobody here needs it.")


@transaction.atomic
def file_grievance(
    *,
    programme: Programme,
    about: GrievanceAbout | str,
    text: str,
    regarding: str = "",
    entry_number: int | None = None,
) -> tuple[Grievance, str]:
    """Take a grievance from anybody; the code that opens it is answered beside it and kept nowhere.

    Raises Invalid without words, with too many, or with an identity number in them.
    """
    if about not in GrievanceAbout.values:
        raise Invalid(_("Choose what it is about."), address="about")
    code = new_code()
    grievance = Grievance.objects.create(
        programme=programme,
        digest=digest_of(code),
        about=about,
        regarding=_said(regarding, "regarding", most=200, required=False),
        entry_number=entry_number,
        text=_said(text, "text"),
    )
    _step_of_the_person(grievance, GrievanceState.RECEIVED, "", "grievance.file")
    return grievance, code


@transaction.atomic
def add_words(*, grievance: Grievance, text: str) -> GrievanceStep:
    """Let the person who filed it say more; an answered one is looked into again.

    Raises WrongState once it is closed, Invalid as :func:`file_grievance`.
    """
    state = _state(grievance, GrievanceState.RECEIVED, GrievanceState.LOOKING, GrievanceState.ANSWERED)
    again = GrievanceState.LOOKING if state == GrievanceState.ANSWERED else state
    return _step_of_the_person(grievance, again, _said(text, "text"), "grievance.words")


@transaction.atomic
def take_up_grievance(*, actor: User, grievance: Grievance, text: str = "") -> GrievanceStep:
    """Say that it is being looked into. Raises NotAllowed, WrongState, Invalid."""
    return _step(actor, grievance, GrievanceState.LOOKING, text, GrievanceState.RECEIVED)


@transaction.atomic
def answer_grievance(*, actor: User, grievance: Grievance, text: str) -> GrievanceStep:
    """Answer it, in words that the person reads with the code. Raises NotAllowed, WrongState, Invalid."""
    open_states = (GrievanceState.RECEIVED, GrievanceState.LOOKING, GrievanceState.ANSWERED)
    return _step(actor, grievance, GrievanceState.ANSWERED, text, *open_states)


@transaction.atomic
def close_grievance(*, actor: User, grievance: Grievance, text: str) -> GrievanceStep:
    """Close it, saying what was done; it must have been answered. Raises NotAllowed, WrongState, Invalid."""
    return _step(actor, grievance, GrievanceState.CLOSED, text, GrievanceState.ANSWERED)


def _step(
    actor: User, grievance: Grievance, state: GrievanceState, text: str, *before: GrievanceState
) -> GrievanceStep:
    require(actor, Action.ANSWER_GRIEVANCE)
    was = _state(grievance, *before)
    said = _said(text, "text", required=state != GrievanceState.LOOKING)
    step = GrievanceStep.objects.create(grievance=grievance, state=state, text=said, by=actor)
    changes = {} if was == state else {"state": [was.value, state.value]}
    audit.record(actor=actor, action=f"grievance.{state}", subject=grievance, changes=changes)
    return step


def _step_of_the_person(grievance: Grievance, state: GrievanceState, text: str, action: str) -> GrievanceStep:
    """A step nobody is named for: from where it comes is kept out of the audit log as well."""
    step = GrievanceStep.objects.create(grievance=grievance, state=state, text=text)
    with origin.opened(origin.Origin(channel=Channel.SCREEN)):
        audit.record(actor=None, action=action, subject=grievance)
    transaction.on_commit(partial(_tell, grievance.pk), robust=True)
    return step


def _tell(pk: int) -> None:
    from jiedui.safeguards.tasks import tell_of  # the tasks module imports the services

    tell_of.enqueue(pk)


def _state(grievance: Grievance, *allowed: GrievanceState) -> GrievanceState:
    """The state now, the grievance locked. Raises WrongState where it is none of ``allowed``."""
    Grievance.objects.select_for_update().get(pk=grievance.pk)
    state = state_of(grievance)
    if state not in allowed:
        raise WrongState(state=state.label)
    return state


def _said(text: str, address: str, *, most: int = LONGEST, required: bool = True) -> str:
    """The text without blanks around it. Raises Invalid where it cannot be taken."""
    said = text.replace("\0", "").strip()
    if required and not said:
        raise Invalid(_("This is required."), address=address)
    if len(said) > most:
        raise Invalid(_("Use at most %(max_length)s characters."), address=address, max_length=most)
    if holds_citizen_number(said):
        raise Invalid(NUMBER_INSIDE, address=address)
    return said
