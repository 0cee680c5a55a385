"""Registrations at the desk: found by name or code, read, and changed by actions only."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from offers.admin.desk import DeskAdmin, KeptFromTable
from offers.printing import as_response
from offers.telephone import in_words
from workshops import codes, printing
from workshops.actions.codes import code_in_words
from workshops.actions.refusals import CodeIsSlip, Refusal
from workshops.actions.seats import cancel, confirm
from workshops.admin import erasing, registering
from workshops.admin.desk import SEARCHED, Page, carry_out, links_to, note, searched, show, show_form, urls_of
from workshops.models import NoticeKind, Registration, Seat, SeatEvent, Way
from workshops.words import title_words, when_words


class CancelForm(forms.Form):
    who = forms.ChoiceField(
        label=_("Wer sagt ab?"),
        choices=[("self", _("Die Person sagt selbst ab")), ("us", _("Wir sagen ab und geben Bescheid"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, wer absagt.")},
    )


def cancel_page(request, pk: int):
    registration = get_object_or_404(Registration.objects.for_lists(), pk=pk)
    form = CancelForm(request.POST or None)
    done = carry_out(
        form,
        lambda typed: cancel(registration_id=pk, by_us=typed["who"] == "us", now=timezone.now()),
    )
    if done is None:
        title = _("%(registration)s absagen") % {"registration": registration}
        return show_form(request, form, title=title, button=_("Absagen"), workshop=registration.workshop)
    note(request, registration, gettext("Abgesagt"))
    messages.success(request, gettext("%(registration)s ist abgesagt.") % {"registration": registration})
    return redirect("admin:workshops_registration_change", pk)


@require_POST
def confirm_page(request, pk: int):
    registration = get_object_or_404(Registration, pk=pk)
    try:
        confirm(registration_id=pk, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        note(request, registration, gettext("Platz bestätigt"))
        messages.success(request, gettext("Der Platz ist bestätigt."))
    return redirect("admin:workshops_registration_change", pk)


def receipt_page(request, pk: int):
    """What to say at the end of the call: seat or waiting list, and the code to read out."""
    registration = get_object_or_404(Registration.objects.for_lists().select_related("code"), pk=pk)
    return show(
        request,
        "receipt.html",
        title=_("Angemeldet"),
        workshop=registration.workshop,
        registration=registration,
        when=when_words(registration.workshop),
        code=code_in_words(registration.code) if registration.code else "",
        letter=registration.notices.to_write().filter(kind=NoticeKind.RECEIPT).first(),
        others=Registration.objects.like(registration).for_lists().by_time()
        if hasattr(registration, "contact")
        else [],
    )


@require_GET
def ticket_page(request, pk: int):
    registration = get_object_or_404(
        Registration.objects.select_related("code", "contact", "workshop__place"), pk=pk, code__isnull=False
    )
    return as_response(printing.ticket(registration, now=timezone.now()), filename=f"karte-{pk}.pdf")


PAGES = (
    Page("<int:pk>/angemeldet/", "receipt", receipt_page, "workshops.view_registration", _("Code und Karte")),
    Page("<int:pk>/aendern/", "edit", registering.change_page, "workshops.change_registration", _("Ändern")),
    Page("<int:pk>/absagen/", "cancel", cancel_page, "workshops.change_registration", _("Absagen")),
    Page("<int:pk>/bestaetigen/", "confirm", confirm_page, "workshops.change_registration"),
    Page("<int:pk>/karte.pdf", "ticket", ticket_page, "workshops.view_registration"),
)


@admin.register(Registration)
class RegistrationAdmin(KeptFromTable, DeskAdmin):
    list_display = ("__str__", "names", "seat", "people", "way", "workshop_title")
    list_filter = ("seat", "contact__way", ("workshop", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("contact", "workshop")
    ordering = ("-registered_at", "-pk")
    actions = None
    change_list_template = "admin/workshops/registration_list.html"

    @admin.display(description=_("Namen"))
    def names(self, registration):
        return ", ".join(names_of(registration))

    @admin.display(description=_("Nachricht als"))
    def way(self, registration):
        contact = getattr(registration, "contact", None)
        return contact.get_way_display() if contact else ""

    @admin.display(description=_("Werkstatt"), ordering="workshop__starts_at")
    def workshop_title(self, registration):
        return title_words(registration.workshop)

    def get_queryset(self, request):
        registrations = super().get_queryset(request)
        words = searched(request)
        return found(registrations, words) if words else registrations

    def changelist_view(self, request, extra_context=None):
        words = searched(request)
        if is_mistyped(words):
            messages.warning(request, str(CodeIsSlip()))
        return super().changelist_view(request, {"searched": words, "field": SEARCHED} | (extra_context or {}))

    def get_urls(self):
        return [*urls_of((*PAGES, *erasing.PAGES), self), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        registration = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, registration):
            raise PermissionDenied
        if registration is None:
            raise Http404
        return registration_page(request, registration)


def registration_page(request, registration: Registration):
    """All that is known of a party, why it has a seat or not yet, and what can be done."""
    contact = getattr(registration, "contact", None)
    return show(
        request,
        "registration.html",
        title=str(registration),
        workshop=registration.workshop,
        registration=registration,
        contact=contact,
        phone=in_words(contact.phone) if contact and contact.way == Way.PHONE else "",
        names=names_of(registration),
        needs=registration.needs.order_by("pk"),
        guests=registration.guests.order_by("position"),
        events=SeatEvent.objects.filter(registration=registration).latest_first(),
        notices=registration.notices.oldest_first(),
        links=links_of(registration, request.user),
        can_confirm=registration.seat == Seat.PROMISED and request.user.has_perm("workshops.change_registration"),
    )


def links_of(registration: Registration, user) -> list[dict]:
    """Over is over: then there is nothing to change and no ticket. What names somebody can be deleted at any time."""
    pages = [*(PAGES if registration.is_active else ()), *(erasing.PAGES if names_of(registration) else ())]
    return links_to(pages, user, model="registration", pk=registration.pk)


def names_of(registration: Registration) -> list[str]:
    contact = getattr(registration, "contact", None)
    return contact.names if contact else []


def found(registrations, words: str):
    """By the code, if that is what was typed, else by name."""
    typed = codes.read(words)
    if codes.is_slip(typed):
        return registrations.named(words)
    return registrations.filter(code__digest=codes.digest(typed))


def is_mistyped(words: str) -> bool:
    typed = codes.read(words)
    return typed.isdecimal() and codes.is_slip(typed)
