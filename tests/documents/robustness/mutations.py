"""Spoils files the way transfer, old programs and ill will do: by bytes, by characters, by parts of an archive."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from copy import deepcopy

from lxml import etree

_NUMBER = re.compile(rb"\d+")
_TAG = re.compile(rb"<[^<>]{1,200}>")
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_ODD = [
    b"0",
    b"-1",
    b"1e9",
    b"4294967296",
    b"99999999999999999999",
    "１２".encode(),
    "一百万亿".encode(),
    b"",
]
_SIGNS = [
    "\x00",
    "\ufeff",
    "\u202e",
    "\t",
    "\n",
    "　",
    "，",
    "（",
    "）",
    "|",
    "%",
    "亿",
    "万",
    "“",
    "<",
    "&",
    "𠀀",
    "e" * 300,
]


WORDS = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml"}
"""The part of an archive that has the words."""


def part_of(data: bytes, form: str) -> bytes:
    """The content of the part that has the words."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(WORDS[form])


def spoil(data: bytes, form: str, chance: random.Random) -> bytes:
    """The file with some to many faults in it, the same ones for the same chance."""
    if form in WORDS and chance.random() < 0.8:
        return _part(data, form, chance)
    if form in {"txt", "html"} and chance.random() < 0.8:
        return _text(data, chance)
    return _bytes(data, chance)


def _bytes(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        data = chance.choice(_BYTEWISE)(data, chance)
    return data


def _flip(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _twice(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]


def _end(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _number(data: bytes, chance: random.Random) -> bytes:
    return _replace(_NUMBER, data, chance.choice(_ODD), chance)


def _tag(data: bytes, chance: random.Random) -> bytes:
    return _replace(_TAG, data, chance.choice((b"", b"<p>", b"<table>", b"</w:tbl>", b"<w:tbl>")), chance)


def _nest(data: bytes, chance: random.Random) -> bytes:
    """One tag many times in itself."""
    found = _TAG.findall(data[:200_000])
    opening = [tag for tag in found if not tag.startswith((b"</", b"<?", b"<!")) and not tag.endswith(b"/>")]
    if not opening:
        return data
    tag = chance.choice(opening)
    name = re.split(rb"[\s>]", tag[1:])[0]
    depth, at = chance.choice((3, 100, 3000)), data.find(tag)
    return data[:at] + tag * depth + b"</" + name + b">" + data[at:]


def _streams(data: bytes, chance: random.Random) -> bytes:
    """The streams of a PDF in each other's places."""
    return _replace(_STREAM, data, chance.choice(_STREAM.findall(data) or [b""]), chance)


def _replace(pattern: re.Pattern[bytes], data: bytes, by: bytes, chance: random.Random) -> bytes:
    found = list(pattern.finditer(data))
    if not found:
        return data
    one = chance.choice(found)
    return data[: one.start()] + by + data[one.end() :]


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 4, 30, 400, 5000)))


_BYTEWISE: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip, _cut, _twice, _end, _number, _tag, _nest, _streams,
)  # fmt: skip


def _text(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    for _ in range(chance.choice((1, 5, 50))):
        at = chance.randrange(len(text) + 1)
        match chance.randrange(5):
            case 0:
                text = text[:at] + chance.choice(_SIGNS) + text[at:]
            case 1:
                text = text[:at] + text[at + chance.choice((1, 20, 500)) :]
            case 2:
                other = chance.randrange(len(text) + 1)
                text = text[:at] + text[other : other + 200] + text[at:]
            case 3:
                word = text[at : at + chance.randrange(1, 5)]
                text = (
                    text[:at]
                    + chance.choice([*_SIGNS, *[word] * 9]) * chance.choice((1, 40, 2000))
                    + text[at:]
                )
            case _:
                text = _number(text.encode("utf-8", "replace"), chance).decode("utf-8", "replace")
    return text.encode(chance.choice(("utf-8", "utf-8", "gb18030", "utf-16")), "replace")


def _part(data: bytes, form: str, chance: random.Random) -> bytes:
    """One part of an archive spoiled, the archive itself sound."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = WORDS[form] if chance.random() < 0.7 else chance.choice(sorted(parts))
    if chance.random() < 0.05:
        del parts[name]
    elif chance.random() < 0.8 and name.endswith((".xml", ".rels")):
        parts[name] = spoil_elements(parts[name], chance)
    else:
        parts[name] = _bytes(parts[name], chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, content in parts.items():
            archive.writestr(one, content)
    return stream.getvalue()


def spoil_elements(data: bytes, chance: random.Random) -> bytes:
    """XML that is well-formed still: elements gone, doubled, moved, deeper, their attributes and words exchanged."""
    root = etree.fromstring(data)
    for _ in range(chance.choice((1, 3, 20))):
        nodes = [node for node in root.iter() if isinstance(node.tag, str) and node is not root]
        if not nodes:
            break
        node, other = chance.choice(nodes), chance.choice(nodes)
        match chance.randrange(6):
            case 0:
                node.getparent().remove(node)
            case 1:
                node.getparent().extend(deepcopy(node) for _ in range(chance.choice((1, 2, 30))))
            case 2:
                other.append(deepcopy(node))
            case 3:
                for name in list(node.attrib):
                    node.set(name, chance.choice(_ODD).decode())
            case 4:
                node.text = chance.choice(_SIGNS[1:]) * chance.choice((1, 300))
            case _:
                node.tag = other.tag
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
