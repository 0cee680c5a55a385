"""Workshops at the desk: where their pages are, how their form is sent, what the desk wrote down."""

from django.contrib.admin.models import LogEntry
from django.urls import reverse

from tests.browser_forms import typed_form

LIST = "/admin/workshops/workshop/"


def address(page, workshop, *more):
    return reverse(f"admin:workshops_workshop_{page}", args=[workshop.pk, *more])


def log():
    return [entry.change_message for entry in LogEntry.objects.order_by("pk")]


def save(client, workshop, **typed):
    return client.post(address("change", workshop), typed_form(client, address("change", workshop)) | typed)
