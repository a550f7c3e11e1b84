"""A second reader behind a real server of the test: what it may see, and what of its answers is believed."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from jiedui.documents.facts import Fact
from jiedui.documents.readers.text import from_lines
from jiedui.documents.reading import read
from jiedui.documents.second.endpoint import Endpoint

PAPER = """天津市2020年对口支援工作方案

一、重点任务

安排西青区对口帮扶甘肃省景泰县资金三千万元左右，其中两成用于教育。

市长王建国同志带队考察，西青区与景泰县互通有无，要在秋收以前把路修好。

选派民警10名到景泰县开展治安工作。
"""


@dataclass
class Service:
    """What the server was sent, and what it answers."""

    url: str = ""
    answer: bytes = b"{}"
    status: int = 200
    bodies: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def says(self, *facts: dict[str, Any], before: str = "", after: str = "") -> None:
        """Answer with these facts, in the form of the service."""
        content = before + json.dumps({"facts": list(facts)}, ensure_ascii=False) + after
        self.answer = json.dumps({"choices": [{"message": {"content": content}}]}).encode()


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    """A server on this machine that stands for the model."""
    told = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.bodies.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            told.headers.append({**self.headers, "path": self.path})
            self.send_response(told.status)
            if told.status == 302:
                self.send_header("Location", f"{told.url}/elsewhere")
            self.end_headers()
            self.wfile.write(told.answer)

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    told.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    settings.SECOND_READER, settings.SECOND_READER_MODEL, settings.SECOND_READER_KEY = told.url, "small", "k"
    yield told
    server.shutdown()
    server.server_close()


def facts() -> list[Fact]:
    return list(read(from_lines(PAPER.split("\n"), "plan.txt")).facts)


def number_of(words: str) -> int:
    return next(b.index for b in from_lines(PAPER.split("\n"), "plan.txt").blocks if words in b.text)


def added(service: Service, settings: Settings) -> list[tuple[str, str, float]]:
    """What is there with the second reader and not without."""
    with_it = facts()
    settings.SECOND_READER = ""
    before = {(fact.kind, fact.quote, repr(fact.fields)) for fact in facts()}
    return [
        (str(fact.kind), fact.quote, fact.confidence)
        for fact in with_it
        if (fact.kind, fact.quote, repr(fact.fields)) not in before
    ]


def test_what_stands_in_the_document_is_added_as_least_sure(service: Service, settings: Settings) -> None:
    block = number_of("互通有无")
    service.says(
        {
            "block": block,
            "kind": "pairing",
            "quote": "西青区与景泰县互通有无",
            "giver": "西青区",
            "receiver": "景泰县",
        },
        {"block": block, "kind": "task", "quote": "要在秋收以前把路修好", "lead": []},
        before="结果如下：\n```json\n",
        after="\n```",
    )
    assert added(service, settings) == [
        ("pairing", "西青区与景泰县互通有无", 0.4),
        ("task", "要在秋收以前把路修好", 0.4),
    ]
    assert service.headers[0]["path"] == "/v1/chat/completions"
    assert service.headers[0]["Authorization"] == "Bearer k"
    assert json.loads(service.bodies[0])["model"] == "small"


@pytest.mark.parametrize(
    "proposed",
    [
        {"kind": "pairing", "quote": "西青区与景泰县结为兄弟", "giver": "西青区", "receiver": "景泰县"},
        {"kind": "pairing", "quote": "西青区与景泰县互通有无", "giver": "西青区", "receiver": "会宁县"},
        {"kind": "pairing", "quote": "西青区与景泰县互通有无", "giver": "西青区", "receiver": "西青区"},
        {"kind": "target", "quote": "西青区与景泰县互通有无", "value": 500, "giver": "西青区"},
        {"kind": "milestone", "quote": "要在秋收以前把路修好", "date": "2020-10-01"},
        {"kind": "task", "quote": "要在秋收以前把路修好", "lead": ["市交通局"]},
        {"kind": "org", "quote": "西青区与景泰县互通有无", "name": "西青区"},
        {"kind": "task", "quote": 7},
        {"kind": "task"},
        "task",
        None,
    ],
)
def test_what_the_document_does_not_bear_out_is_refused(
    service: Service, settings: Settings, proposed: Any
) -> None:
    block = number_of("互通有无")
    service.says({"block": block, **proposed} if isinstance(proposed, dict) else proposed)
    assert added(service, settings) == []


@pytest.mark.parametrize("block", [-1, 999, "1", None, 1.0])
def test_a_paragraph_that_is_not_there_is_refused(service: Service, settings: Settings, block: Any) -> None:
    service.says({"block": block, "kind": "task", "quote": "要在秋收以前把路修好"})
    assert added(service, settings) == []


def test_passages_outside_scope_and_names_of_persons_are_never_sent_nor_taken(
    service: Service, settings: Settings
) -> None:
    service.says(
        {"block": number_of("民警"), "kind": "target", "quote": "选派民警10名到景泰县", "value": 10},
        {"block": number_of("王建国"), "kind": "task", "quote": "市长王建国同志带队考察"},
    )
    assert added(service, settings) == []
    sent = "".join(json.loads(body)["messages"][1]["content"] for body in service.bodies)
    assert "对口帮扶甘肃省景泰县资金" in sent
    assert "民警" not in sent
    assert "王建国" not in sent


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, b""),
        (302, b""),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b'{"choices": []}'),
        (200, b'{"choices": [{"message": {"content": "{broken}"}}]}'),
        (200, b'{"choices": [{"message": {"content": "{\\"facts\\": 3}"}}]}'),
    ],
)
def test_a_service_that_fails_takes_nothing_from_the_first_reading(
    service: Service,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    status: int,
    answer: bytes,
) -> None:
    service.status, service.answer = status, answer
    with caplog.at_level(logging.WARNING):
        assert added(service, settings) == []
    assert "second reader gave no facts" in caplog.text
    assert len(service.bodies) == 1


def test_where_none_is_set_nothing_is_sent(service: Service, settings: Settings) -> None:
    settings.SECOND_READER = ""
    assert facts()
    assert service.bodies == []


@pytest.mark.parametrize(
    "url", ["http://example.org/v1", "http://8.8.8.8/v1", "ftp://localhost/v1", "example.org", "https://"]
)
def test_papers_do_not_leave_the_house_in_the_clear(url: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        Endpoint(url, "m")


@pytest.mark.parametrize(
    "url", ["https://example.org/v1", "http://localhost:8000/v1", "http://10.1.2.3/v1", "http://[::1]/v1"]
)
def test_an_address_that_is_near_or_encrypted_is_taken(url: str) -> None:
    assert Endpoint(url, "m").url == url
