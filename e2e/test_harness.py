"""The harness itself: it must hear what it is there to hear."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from e2e.browser import Complaints, chromium

INLINE = "() => document.body.appendChild(document.createElement('script')).append('window.ran = 1')"


def test_the_sign_in_page_opens_without_complaint(page: Page) -> None:
    page.goto("/")
    expect(page.locator("input[type=password]")).to_be_visible()


def test_an_inline_script_is_refused_and_heard(page: Page, complaints: Complaints) -> None:
    complaints.expect("Content Security Policy")
    page.goto("/")
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        page.evaluate(INLINE)
    assert page.evaluate("() => window.ran") is None
    assert any("Content Security Policy" in line for line in complaints.heard)
    assert complaints.unexpected() == []


def test_a_console_error_is_heard(page: Page, complaints: Complaints) -> None:
    complaints.expect("on purpose")
    page.goto("/")
    with page.expect_console_message():
        page.evaluate("() => console.error('on purpose')")
    assert [line for line in complaints.heard if "on purpose" in line] != []


def test_a_missing_browser_is_named_with_its_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(RuntimeError, match="apt-get install chromium fonts-noto-cjk"):
        chromium()
