"""How the tests of the screens of returns reach them."""

from __future__ import annotations

from typing import Any

from django.test import Client

from jiedui.returns import services
from tests.conftest import World
from tests.console.pages import Page, read_page

SECTIONS = [services.SectionSpec("工作进展", "Progress", required=True), services.SectionSpec("存在问题")]


class Desk:
    """The returns of a programme as somebody sees them."""

    def __init__(self, client: Client, world: World) -> None:
        self.client, self.world = client, world
        self.root = f"/p/{world.programme.code}/returns/"

    def as_(self, user: Any) -> Desk:
        """Sign in."""
        self.client.force_login(user)
        return self

    def get(self, path: str = "", language: str = "en", status: int = 200) -> Page:
        """Open a page below the returns."""
        answer = self.client.get(self.root + path, headers={"accept-language": language})
        assert answer.status_code == status, answer.content.decode()[:2000]
        return read_page(answer.content.decode())

    def post(self, path: str, status: int = 302, language: str = "en", **data: Any) -> Any:
        """Send a form."""
        answer = self.client.post(self.root + path, data, headers={"accept-language": language})
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer
