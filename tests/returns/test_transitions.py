"""The table of transitions is whole: every verb leads on or is refused from every state."""

from __future__ import annotations

import pytest

from jiedui.kernel.errors import WrongState
from jiedui.returns.enums import ReturnState
from jiedui.returns.transitions import TABLE, Verb, possible, require_state


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", ReturnState)
def test_every_verb_is_let_through_or_refused(verb: Verb, state: ReturnState) -> None:
    row = TABLE[verb]

    assert (state in row.states) != (state in row.refusals)
    if state in row.states:
        require_state(verb, state)
        assert verb in possible(state)
        return
    with pytest.raises(WrongState) as refusal:
        require_state(verb, state)
    assert type(refusal.value) is row.refusals[state]
    assert str(refusal.value)


def test_each_refusal_has_a_code_of_its_own() -> None:
    classes = {refusal for row in TABLE.values() for refusal in row.refusals.values()}

    assert len({refusal.code for refusal in classes}) == len(classes)


def test_nothing_leads_out_of_acceptance_but_a_new_version() -> None:
    assert possible(ReturnState.ACCEPTED) == {Verb.REOPEN}
