"""The middleware turns each refusal into its page, or, for htmx, into an alert."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from jiedui.console.middleware import RefusalMiddleware
from jiedui.kernel.errors import Invalid, InvalidMany, NotAllowed, NotFound, WrongState
from tests.console.pages import read_page


def _answer(error: Exception, **headers: str) -> HttpResponse | None:
    request = RequestFactory().get("/p/x/", headers=headers)
    request.user = AnonymousUser()
    request.resolver_match = None  # type: ignore[assignment]
    with translation.override("en"):
        return RefusalMiddleware(lambda _r: HttpResponse()).process_exception(request, error)


@pytest.mark.parametrize(
    ("error", "status", "heading"),
    [
        (NotAllowed(), 403, "You may not do this"),
        (NotFound(), 404, "There is nothing here"),
        (WrongState(state="draft"), 409, "This was not done"),
        (Invalid("Too large.", address="amount"), 422, "This was not done"),
    ],
)
def test_each_refusal_has_its_page(error: Exception, status: int, heading: str) -> None:
    answer = _answer(error)
    assert answer is not None
    assert (answer.status_code, read_page(answer.content.decode()).headings[0]) == (status, (1, heading))


def test_several_errors_are_all_listed() -> None:
    answer = _answer(InvalidMany([Invalid("One.", address="a"), Invalid("Two.", address="b")]))
    assert answer is not None
    text = read_page(answer.content.decode()).text
    assert "a: One." in text
    assert "b: Two." in text


def test_a_partial_request_gets_an_alert_for_the_message_region() -> None:
    answer = _answer(NotAllowed(), **{"HX-Request": "true"})
    assert answer is not None
    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reswap"]) == (403, "#messages", "innerHTML")
    assert 'role="alert"' in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_real_fault_is_left_to_the_handler_of_faults() -> None:
    assert _answer(ValueError("a bug")) is None
