"""A kept view is a question: whoever it is shared with finds it, and nobody else."""

from __future__ import annotations

import pytest

from jiedui.accounts.enums import Role
from jiedui.accounts.models import User
from jiedui.kernel.errors import Invalid, NotAllowed, NotFound
from jiedui.kernel.models import AuditRecord
from jiedui.warehouse.kept import get_view, views_for
from jiedui.warehouse.models import SavedView, SharedView
from jiedui.warehouse.services.saving import remove_view, save_view, share_view, shareable_roles
from tests.conftest import World

QUERY = "rows=giver:county&columns=period:quarter"


def keep(world: World, actor: User | None = None, name: str = "各区分季度", **more: object) -> SavedView:
    """A view of the office's, or of somebody else's."""
    return save_view(
        actor=actor or world.office,
        programme=world.programme,
        name=name,
        query=QUERY,
        **more,  # type: ignore[arg-type]
    )


def finders(world: World) -> list[str]:
    """Who finds a view."""
    people = (world.office, world.lead, world.giver, world.other_giver, world.receiver, world.auditor)
    return [one.username for one in people if views_for(one, world.programme).exists()]


def test_a_view_is_ones_own_until_it_is_shared(world: World) -> None:
    view = keep(world)
    assert finders(world) == ["office"]
    assert (view.name, view.query, view.roles) == ("各区分季度", QUERY, [])

    share_view(actor=world.office, view=view, roles=["giver", "receiver"])
    assert finders(world) == ["office", "giver", "other-giver", "receiver"]
    share_view(actor=world.office, view=view, roles=["lead"])
    assert finders(world) == ["office", "lead"]
    share_view(actor=world.office, view=view, roles=[])
    assert finders(world) == ["office"]
    noted = AuditRecord.objects.filter(action="view.share").order_by("id").values_list("changes", flat=True)
    assert list(noted) == [
        {"roles": [[], ["giver", "receiver"]]},
        {"roles": [["giver", "receiver"], ["lead"]]},
        {"roles": [["lead"], []]},
    ]


def test_a_role_that_was_taken_away_finds_it_no_more(world: World) -> None:
    keep(world, roles=["giver"])
    world.giver.memberships.all().delete()
    with pytest.raises(NotFound):
        get_view(User.objects.get(pk=world.giver.pk), world.programme, SavedView.objects.get().pk)


def test_the_office_shares_with_any_role_others_with_their_own(world: World) -> None:
    assert shareable_roles(world.office) == list(Role)
    assert shareable_roles(world.giver) == [Role.GIVER]
    with pytest.raises(Invalid) as refused:
        keep(world, world.giver, roles=["giver", "office"])
    assert refused.value.address == "roles"
    assert not SavedView.objects.exists()
    assert not SharedView.objects.exists()


@pytest.mark.parametrize(("name", "query"), [("", ""), ("  ", ""), ("长" * 81, ""), ("长", "x" * 1001)])
def test_what_cannot_be_kept_is_told(world: World, name: str, query: str) -> None:
    with pytest.raises(Invalid) as refused:
        save_view(actor=world.office, programme=world.programme, name=name, query=query)
    assert refused.value.address == "name"
    assert not SavedView.objects.exists()


def test_a_name_stands_once_for_a_person(world: World) -> None:
    keep(world)
    keep(world, world.giver)
    with pytest.raises(Invalid):
        keep(world, name=" 各区分季度 ")
    assert SavedView.objects.count() == 2


def test_nobody_changes_anothers_view(world: World) -> None:
    view = keep(world, roles=["giver"])
    for act in (
        lambda: share_view(actor=world.giver, view=view, roles=[]),
        lambda: remove_view(actor=world.giver, view=view),
    ):
        with pytest.raises(NotFound):
            act()
    assert view.roles == ["giver"]
    remove_view(actor=world.office, view=view)
    assert not SavedView.objects.exists()


def test_without_a_role_nothing_is_kept(world: World) -> None:
    with pytest.raises(NotAllowed):
        keep(world, world.nobody)
    assert not SavedView.objects.exists()
