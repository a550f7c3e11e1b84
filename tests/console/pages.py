"""Reads a page as a browser's policy and a screen reader would."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "input", "br", "img", "hr"})


@dataclass
class Page:
    """What of a page the tests speak about."""

    html: str = ""
    text: str = ""
    title: str = ""
    language: str = ""
    headings: list[tuple[int, str]] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    forbidden: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    controls: list[dict[str, str]] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._open: list[tuple[str, dict[str, str]]] = []
        self._heard: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._judge(tag, given)
        self._note(tag, given)
        if tag not in VOID:
            self._open.append((tag, given))
        if tag in {"h1", "h2", "h3", "h4", "a", "title"}:
            self._heard = []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._judge(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        words = " ".join("".join(self._heard).split())
        if tag in {"h1", "h2", "h3", "h4"}:
            self.page.headings.append((int(tag[1]), words))
        if tag == "title" and not self.page.title:
            self.page.title = words
        while self._open:
            name, given = self._open.pop()
            if name == tag:
                if tag == "a":
                    self.page.links[words] = given.get("href", "")
                break

    def handle_data(self, data: str) -> None:
        self._heard.append(data)
        inside = self._open[-1][0] if self._open else ""
        if inside not in {"script", "style"}:
            self.page.text += data

    def _judge(self, tag: str, given: dict[str, str]) -> None:
        data = given.get("type") == "application/json"
        if tag == "style" or (tag == "script" and "src" not in given and not data):
            self.page.forbidden.append(f"inline <{tag}>")
        self.page.forbidden += [
            f"{tag} {name}=" for name in given if name == "style" or name.startswith("on")
        ]
        for name in ("src", "href", "action"):
            if given.get(name, "").startswith(("http:", "https:", "//", "javascript:")):
                self.page.outside.append(given[name])

    def _note(self, tag: str, given: dict[str, str]) -> None:
        if tag == "html":
            self.page.language = given.get("lang", "")
        if "id" in given:
            self.page.ids.append(given["id"])
        if tag == "label":
            self.page.labelled.add(given.get("for", ""))
        if tag in {"input", "select", "textarea"} and given.get("type") not in {"hidden", "submit"}:
            wrapped = any(name == "label" for name, _given in self._open)
            self.page.controls.append(given | {"wrapped": "yes" if wrapped else ""})


def read_page(html: str) -> Page:
    """Parse a page."""
    reader = _Reader()
    reader.feed(html)
    reader.page.html = html
    return reader.page
