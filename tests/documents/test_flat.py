"""The view of a text says of each character where it stands in the source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jiedui.documents.flat import flatten

SPACES = " \t\n\u3000\u200b\ufeff\u00a0"
TEXTS = st.text(alphabet=f"天津市2０%（(，,.{SPACES}", max_size=60)


@given(TEXTS, st.booleans())
def test_every_character_seen_has_its_place_and_no_space_has_one(text: str, ocr: bool) -> None:
    seen = [at for at, char in enumerate(text) if char not in SPACES]
    flat = flatten(text, ocr=ocr)
    assert len(flat.text) == len(seen)
    assert list(flat.offsets) == [*seen, len(text)]


@given(TEXTS)
def test_spans_leave_space_around_a_stretch_out(text: str) -> None:
    flat = flatten(text)
    if flat.text:
        start, end = flat.span(0, len(flat.text))
        assert text[start:end] == text.strip(SPACES)
    assert flat.span(0, 0) == (flat.offsets[0], flat.offsets[0])
