""" "Prüfung eintragen": which offers, and how. Two clicks from the list."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from offers.actions import verify
from offers.admin.desk import role_of
from offers.card import card_of
from offers.models import Offer, OfferVersion, VerifiedHow

# As many keys as an address holds with certainty.
AT_MOST = 200
PAGE = "admin:offers_offer_check"
# What a check vouches for above all: how to get there by telephone, and when.
PROMISES = ("contacts", "opening_times", "schedule_text")


class CheckForm(forms.Form):
    how = forms.ChoiceField(
        choices=VerifiedHow.choices, error_messages={"required": _("Wählen Sie, wie Sie geprüft haben.")}
    )


def check_page(request, model_admin):
    keys = [key for key in request.GET.get("ids", "").split(",") if key.isdecimal()]
    offers = Offer.objects.filter(pk__in=keys[:AT_MOST]).for_listing().by_name()
    form = CheckForm(request.POST or None)
    if form.is_valid():
        count = check_all(offers, how=form.cleaned_data["how"], request=request)
        text = ngettext("%(count)d Angebot ist heute geprüft.", "%(count)d Angebote sind heute geprüft.", count)
        messages.success(request, text % {"count": count})
        return HttpResponseRedirect(address_before(request, request.POST.get("back")))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Prüfung eintragen"),
        "opts": model_admin.opts,
        "offers": offers,
        "entries": [(offer, card_of(offer, today=timezone.localdate())) for offer in offers],
        "form": form,
        "ways": VerifiedHow.choices,
        "back": address_before(request, request.headers.get("Referer")),
    }
    return render(request, "admin/offers/offer/check.html", context)


def check_all(offers, *, how: str, request) -> int:
    now, role = timezone.now(), role_of(request.user)
    for offer in offers:
        verify(offer, how=how, by=request.user, role=role, now=now)
    return len(offers)


def ask_again(request, before: OfferVersion | None, after: OfferVersion) -> None:
    """Whoever changed what people call or come by is asked whether it was checked, and whether the words still fit."""
    changed = {part for part in PROMISES if before and before.snapshot[part] != after.snapshot[part]}
    if changed and after.snapshot["verified_on"]:
        text = gettext(
            "Sie haben Kontakte oder Zeiten geändert. Haben Sie das nachgefragt? Dann tragen Sie die Prüfung neu ein:"
        )
        link = format_html('<a href="{}?ids={}">{}</a>', reverse(PAGE), after.offer_id, gettext("Prüfung eintragen"))
        messages.warning(request, format_html("{} {}", text, link))
    if "opening_times" in changed and "schedule_text" not in changed and after.snapshot["schedule_text"]:
        text = gettext("Die Öffnungszeiten sind anders. Ändern oder leeren Sie auch „Zeiten in Worten“: %(words)s")
        messages.warning(request, text % {"words": after.snapshot["schedule_text"]})


def address_before(request, address: str | None) -> str:
    """Back to the filtered list, and never to another host."""
    if address and url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return address
    return reverse("admin:offers_offer_changelist")
