"""Rules that hold for every template, and the words of our forms."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template.loader import render_to_string

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
CITIZENS = [file for file in TEMPLATES if "admin" not in file.parts]
FORBIDDEN = re.compile(r"<script|<style|\sstyle=|\son\w+=|javascript:|<iframe|autofocus")


class Question(forms.Form):
    name = forms.CharField(label="Ihr Name", help_text="So heißen Sie.", error_messages={"required": "Tragen Sie ein."})
    way = forms.ChoiceField(
        label="Wie?", choices=[("a", "Anruf"), ("b", "Brief")], widget=forms.RadioSelect, required=False
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        self.add_error(None, "Wählen Sie noch einmal.")


def test_templates_are_found():
    assert {"base.html", "404.html"} <= {file.name for file in TEMPLATES}


@pytest.mark.parametrize("file", CITIZENS, ids=lambda file: file.name)
def test_template_holds_no_script_and_no_inline_style(file):
    assert FORBIDDEN.findall(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", CITIZENS, ids=lambda file: file.name)
def test_included_parts_are_given_only_what_they_name(file):
    includes = re.findall(r"{% include [^%]*%}", file.read_text(encoding="utf-8"))
    assert [include for include in includes if not include.endswith(" only %}")] == []


@pytest.mark.parametrize("file", CITIZENS, ids=lambda file: file.name)
def test_part_opens_with_its_inputs(file):
    if file.name.startswith("_") or file.parent.name == "components":
        assert re.match(r"{# .+ #}\n", file.read_text(encoding="utf-8"))


def test_field_names_help_and_error_and_ties_them_together():
    html = re.sub(r"\s+", " ", str(Question({})))
    assert (
        '<div class="field field--error"> <label for="id_name">Ihr Name:</label> '
        '<div class="helptext" id="id_name_helptext">So heißen Sie.</div> '
        '<ul class="errorlist" id="id_name_error"><li>Tragen Sie ein.</li></ul> '
        '<input type="text" name="name" required aria-invalid="true" '
        'aria-describedby="id_name_helptext id_name_error" id="id_name"> </div>'
    ) in html
    assert '<fieldset class="field"> <legend>Wie?</legend>' in html
    assert html.count('<input type="hidden" name="key" id="id_key">') == 1
    assert "Wählen Sie noch einmal." not in html  # It stands in the summary.


@pytest.mark.django_db
def test_summary_stands_above_the_heading_with_the_same_words():
    html = render_to_string("portal/hilfe.html", {"form": Question({})})
    assert re.search(r"<title>Fehler: Hilfe – ", html)
    summary, _, rest = html.partition("<h1>")
    assert rest
    assert '<div class="notice notice--error" role="alert">' in summary
    assert '<a href="#id_name">Tragen Sie ein.</a>' in summary
    assert "<li>Wählen Sie noch einmal.</li>" in summary


@pytest.mark.django_db
def test_form_without_errors_has_no_summary():
    html = render_to_string("portal/hilfe.html", {"form": Question()})
    assert 'role="alert"' not in html
    assert "Fehler:" not in html
