"""The history of an offer: who (by role) changed what when; and back to an earlier version."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from offers.actions import Refusal, restore
from offers.admin.desk import role_of
from offers.history import changes
from offers.models import Offer, OfferVersion

VERSIONS_A_PAGE = 20


def history_page(request, model_admin, offer: Offer):
    page = Paginator(offer.versions.latest_first(), VERSIONS_A_PAGE).get_page(request.GET.get("seite"))
    hidden = model_admin.hidden_from(request)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Verlauf: %(offer)s") % {"offer": offer},
        "opts": model_admin.opts,
        "object": offer,
        "page": page,
        "entries": with_changes(offer, list(page), without=hidden),
        "can_restore": model_admin.has_change_permission(request, offer),
    }
    return render(request, model_admin.object_history_template, context)


def with_changes(offer: Offer, versions: list[OfferVersion], *, without: frozenset[str]) -> list[dict]:
    """Each version with what it changed against the one before it. `versions` are the latest first."""
    if not versions:
        return []
    earlier = offer.versions.latest_first().filter(number__lt=versions[-1].number).first()
    before = [version.snapshot for version in versions[1:]] + [earlier and earlier.snapshot]
    return [
        {"version": version, "changes": changes(old, version.snapshot, without=without)}
        for version, old in zip(versions, before, strict=True)
    ]


def restore_version(request, *, object_id: int, number: int):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    version = get_object_or_404(OfferVersion.objects.select_related("offer"), offer=object_id, number=number)
    try:
        missing = restore(version, by=request.user, role=role_of(request.user), now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Fassung %(number)s gilt wieder.") % {"number": number})
        if missing:
            names = ", ".join(missing)
            messages.warning(request, _("Das gibt es nicht mehr, es fehlt jetzt: %(names)s.") % {"names": names})
    return HttpResponseRedirect(reverse("admin:offers_offer_history", args=[object_id]))
