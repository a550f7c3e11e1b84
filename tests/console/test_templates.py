"""What must hold of every template, also of screens that no test opens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

INLINE = re.compile(
    r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style|<script(?![^>]*\ssrc=)|javascript:""", re.IGNORECASE
)
COMMENT = re.compile(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|{#.*?#}", re.DOTALL)


def _templates() -> list[Path]:
    """Every page template of the house."""
    return sorted((ROOT / "src/jiedui").glob("*/templates/**/*.html"))


@pytest.mark.parametrize("path", _templates(), ids=lambda p: p.name)
def test_no_template_has_inline_script_or_style(path: Path) -> None:
    text = COMMENT.sub("", path.read_text("utf-8"))
    assert INLINE.findall(text) == []


@pytest.mark.parametrize("path", _templates(), ids=lambda p: p.name)
def test_no_template_loads_from_elsewhere(path: Path) -> None:
    assert not re.search(r"""(src|href|action)\s*=\s*["'](https?:)?//""", path.read_text("utf-8"))
