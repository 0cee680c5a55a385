"""What is wrong, in the shape that the shell shows above the heading."""

from collections.abc import Iterable

from django import forms
from django.utils.html import format_html


def problem_form(problems: Iterable[tuple[str, str] | str]) -> forms.Form:
    """A form with nothing but errors: words, or an address with the words that link to it."""
    form = forms.Form({})
    for problem in problems:
        form.add_error(None, problem if isinstance(problem, str) else format_html('<a href="{}">{}</a>', *problem))
    return form
