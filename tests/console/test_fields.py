"""The fields of forms."""

from __future__ import annotations

from django import forms
from django.template import Context, Template


class Boxes(forms.Form):
    """Several choices, few and many; one choice; a yes or no."""

    few = forms.MultipleChoiceField(
        choices=[(n, f"box {n}") for n in range(3)], widget=forms.CheckboxSelectMultiple
    )
    many = forms.MultipleChoiceField(
        choices=[(n, f"unit {n}") for n in range(20)], widget=forms.CheckboxSelectMultiple, required=False
    )
    one = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    yes = forms.BooleanField()


def drawn(name: str, data: dict[str, object] | None = None) -> str:
    """A field as the component draws it."""
    return Template("{% load components %}{% field bound %}").render(Context({"bound": Boxes(data)[name]}))


def test_every_box_of_a_choice_is_drawn_in_a_group_with_a_legend() -> None:
    html = drawn("few")
    assert html.count('type="checkbox"') == html.count("<label for=") == 3
    assert '<fieldset class="field" id="id_few">' in html
    assert "<legend" in html and "is-long" not in html


def test_a_long_list_of_boxes_scrolls_and_can_be_reached_by_key() -> None:
    html = drawn("many")
    assert html.count('type="checkbox"') == 20
    assert 'class="checks is-long" tabindex="0"' in html


def test_radio_buttons_are_a_group_and_a_single_box_is_not() -> None:
    assert drawn("one").count('type="radio"') == 2
    assert "<fieldset" not in drawn("yes") and "form-check-input" in drawn("yes")


def test_errors_stand_in_the_group() -> None:
    html = drawn("few", {"few": ["9"]})
    assert '<fieldset class="field has-error"' in html
    assert "9" in html.split('<div class="checks')[0]
