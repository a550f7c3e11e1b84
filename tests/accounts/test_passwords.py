"""What is refused as a password is said in the reader's language."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import override

from jiedui.accounts.models import User

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("password", ["k7#q", "password12", "83746592837", "li-of-the-office"])
@pytest.mark.parametrize(("language", "chinese"), [("zh-hans", True), ("en", False)])
def test_every_refusal_is_in_the_language_of_the_reader(password: str, language: str, chinese: bool) -> None:
    user = User(username="li-of-the-office", display_name="李")

    with override(language), pytest.raises(ValidationError) as refused:
        validate_password(password, user)

    assert refused.value.messages
    assert [bool(HAN.search(message)) for message in refused.value.messages] == [chinese] * len(
        refused.value.messages
    )
