"""What all pages of the desk about the needs form have in common."""

from datetime import date

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import AdminForm
from django.db.models import Model
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offers.admin.desk import DeskAdmin
from workshops.admin.desk import Page


class NeedsAdmin(DeskAdmin):
    """Its list answers what its filters ask, and nothing else.

    Else whoever may open it could ask by its address, bit by bit, what hangs on its rows: `?submissions__age_band=`.
    """

    lookups: tuple[str, ...] = ()

    def lookup_allowed(self, lookup, value, request):
        return lookup in self.lookups


def links_to(pages: list[Page], user, row: Model) -> list[dict]:
    """The links from a row's page to those of its pages that this person may open."""
    return [
        {"label": page.label, "url": address_of(row, page.name)}
        for page in pages
        if page.label and user.has_perm(page.permission)
    ]


def address_of(row: Model, name: str = "change") -> str:
    """A page of a row at the desk."""
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_{name}", args=[row.pk])


def marked(row: Model) -> str:
    """Its name, which says where it is an example."""
    name, example = str(row), gettext("Beispiel")
    is_named = not row.is_example or name.startswith(example)
    return name if is_named else f"{example}: {name}"


def say_what_to_do(form: forms.ModelForm) -> None:
    """Instead of "this field is required"."""
    for field in form.fields.values():
        field.error_messages["required"] = _("Füllen Sie dieses Feld aus.")


def not_after_today(day: date) -> date:
    """Of what has happened, and can't be corrected once it is kept."""
    if day > timezone.localdate():
        raise forms.ValidationError(_("Dieser Tag kommt erst noch. Prüfen Sie das Datum."))
    return day


def show(request, template: str, *, title: str, row: Model | None = None, model: type[Model] | None = None, **context):
    """A page of the desk in its frame; the list of `model`, or of the row's, and the row itself lead back."""
    meta = (model or type(row))._meta
    frame = {
        **admin.site.each_context(request),
        "title": title,
        "row": row,
        "list_name": meta.verbose_name_plural,
        "list_url": reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"),
        "row_url": address_of(row) if row else "",
        "page_frame": "admin/needs/page.html",
    }
    return render(request, f"admin/{template}", frame | context)


def show_form(request, form: forms.Form, *, title: str, button: str, template: str = "workshops/form.html", **context):
    """A page that is a form; `row` or `model` say where it belongs, `lines` are facts above the form."""
    adminform = AdminForm(form, [(None, {"fields": list(form.fields)})], {})
    return show(request, template, title=title, form=form, adminform=adminform, button=button, **context)
