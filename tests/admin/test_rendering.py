from __future__ import annotations

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from catalogue.admin.rendering import PlainRenderer

WIDGETS = (
    (forms.TextInput({"class": "a", "required": True, "hidden": False}), 'x" <y>'),
    (forms.TextInput(), None),
    (forms.HiddenInput(), "7"),
    (forms.NumberInput({"min": 0}), 0),
    (forms.URLInput(), "https://example.org/?a=1&b=2"),
    (forms.CheckboxInput(), True),
    (forms.CheckboxInput(), False),
    (forms.Textarea({"rows": 2}), "\n<b>[@banu-2004]</b>"),
    (forms.Textarea(), None),
    (forms.Select(choices=[("", "---"), ("a", "A & B"), ("b", "B")]), "a"),
    (forms.Select(choices=[("group", [("a", "A")])]), "a"),
)


@pytest.mark.parametrize(("widget", "value"), WIDGETS)
def test_a_box_is_written_as_djangos_own_template_writes_it(widget: forms.Widget, value: object) -> None:
    plain = widget.render("name", value, {"id": "id_name"}, PlainRenderer())
    usual = widget.render("name", value, {"id": "id_name"}, DjangoTemplates())

    assert parse_html(plain) == parse_html(usual)
