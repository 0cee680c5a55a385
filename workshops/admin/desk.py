"""What all pages of the desk about workshops have in common."""

from collections.abc import Callable
from typing import NamedTuple

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.decorators import permission_required
from django.db.models import Model
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from offers.telephone import to_e164
from workshops.actions.refusals import Refusal
from workshops.models import Workshop

# The field of a search; sent by POST, so that no name and no code is part of an address.
SEARCHED = "gesucht"


class Page(NamedTuple):
    """A page below a row's address: who may open it, and what the link to it says; without label there is no link."""

    route: str
    name: str
    view: Callable
    permission: str
    label: str = ""


def urls_of(pages, model_admin) -> list:
    """The addresses of pages; each lets in only who has its permission."""
    model = f"{model_admin.opts.app_label}_{model_admin.opts.model_name}"
    return [
        path(
            page.route,
            model_admin.admin_site.admin_view(permission_required(page.permission, raise_exception=True)(page.view)),
            name=f"{model}_{page.name}",
        )
        for page in pages
    ]


def links_to(pages, user, *, model: str, pk: int) -> list[dict]:
    """The links from a row's page to those of its pages that this person may open."""
    return [
        {"label": page.label, "url": reverse(f"admin:workshops_{model}_{page.name}", args=[pk])}
        for page in pages
        if page.label and user.has_perm(page.permission)
    ]


def rows_address(model: str, workshop: Workshop) -> str:
    """The list of a workshop's registrations or votes."""
    return f"{reverse(f'admin:workshops_{model}_changelist')}?workshop__id__exact={workshop.pk}"


def show(request, template: str, *, title: str, workshop: Workshop | None = None, **context):
    """A page of the desk in its frame."""
    frame = {**admin.site.each_context(request), "title": title, "workshop": workshop}
    return render(request, f"admin/workshops/{template}", frame | context)


def show_form(request, form: forms.Form, *, title: str, button: str, workshop: Workshop, fieldsets=None, **context):
    """A page that is a form; `fieldsets` are (heading, fields), without them all fields stand in one."""
    groups = fieldsets or ((None, [name for name, field in form.fields.items()]),)
    adminform = AdminForm(form, [(name, {"fields": fields}) for name, fields in groups], {})
    return show(
        request, "form.html", title=title, workshop=workshop, form=form, adminform=adminform, button=button, **context
    )


def carry_out(form: forms.Form, act: Callable):
    """What came of doing what the form says; None where it is wrong, or refused: then the form says why."""
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def searched(request) -> str:
    """What was typed into the search, without what PostgreSQL doesn't keep."""
    return request.POST.get(SEARCHED, "").replace("\0", "").strip()


def note(request, row: Model, message: str) -> None:
    """A line in the history of a row. It names nobody but who did it."""
    LogEntry.objects.log_actions(request.user.pk, [row], CHANGE, message, single_object=True)


def day_and_time(**options) -> forms.DateTimeField:
    """One field with the browser's own calendar."""
    return forms.DateTimeField(
        widget=day_and_time_widget(),
        error_messages={
            "required": _("Wählen Sie Tag und Uhrzeit."),
            "invalid": _("Schreiben Sie Tag und Uhrzeit so: 12.01.2027 14:00."),
        },
        **options,
    )


def day_and_time_widget() -> forms.DateTimeInput:
    return forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


def international(text: str) -> str:
    """A telephone number as it is kept; "" for none. Raises ValidationError with what to type."""
    number = to_e164(text) if text else ""
    if number is None:
        raise forms.ValidationError(_("Tragen Sie die Telefonnummer mit Vorwahl ein, zum Beispiel 0631 3650."))
    return number
