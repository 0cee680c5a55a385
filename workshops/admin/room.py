"""On the day, on a staff member's phone: who is there, who just came, and what has to be arranged."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshops import codes
from workshops.actions import room
from workshops.actions.refusals import NoSeatLeft, Refusal
from workshops.admin.desk import SEARCHED, Page, searched, show
from workshops.models import AccessNeed, Guest, Registration, StakeholderGroup, Workshop
from workshops.people import names_of, names_words, reach_words, sort_key
from workshops.words import when_words

WALK_INS = "ohne-anmeldung"
# Where a refusal is read. Without it the browser would stay where the page was scrolled to before.
MESSAGES = "content-start"
# The numbers of the registrations that were found stand in the address, never what was typed: so Back, reload and the
# buttons keep the filter, and the address names nobody.
FOUND = "nur"
KINDS = [kind for kind, _label in AccessNeed._meta.get_field("kind").choices]


def check_in_page(request, pk: int):
    workshop = get_object_or_404(Workshop, pk=pk)
    if SEARCHED in request.POST:
        return HttpResponseRedirect(_found_address(request, workshop))
    if request.method == "POST":
        return _after(request, anchor=_act(request, workshop))
    registrations, found = workshop.registrations.expected().for_check_in(), request.GET.get(FOUND)
    shown = [one for one in registrations if found is None or str(one.pk) in found.split("-")]
    guests = Guest.objects.filter(registration__workshop=workshop)
    return show(
        request,
        "room_check_in.html",
        title=_("Einlass"),
        workshop=workshop,
        heading=heading(workshop),
        field=SEARCHED,
        is_filtered=found is not None,
        parties=[_party(one) for one in sorted(shown, key=_by_name)],
        came=guests.who_came().count(),
        expected=guests.with_a_seat().count(),
        walk_ins=_walk_ins(workshop),
        anchor=WALK_INS,
        head_count=room.head_count(workshop),
    )


def needs_page(request, pk: int):
    workshop = get_object_or_404(Workshop, pk=pk)
    if request.method == "POST":
        return _after(request, anchor=_tick(request, workshop))
    needs = AccessNeed.objects.filter(registration__workshop=workshop).of_who_comes().for_lists()
    entries = [_need(need) for need in sorted(needs, key=lambda need: (KINDS.index(need.kind), need.pk))]
    return show(
        request,
        "room_needs.html",
        title=_("Hilfen bei der Teilnahme"),
        workshop=workshop,
        heading=heading(workshop),
        parts=[
            (_("Noch zu tun"), [entry for entry in entries if not entry["is_arranged"]]),
            (_("Erledigt"), [entry for entry in entries if entry["is_arranged"]]),
        ],
    )


def heading(workshop: Workshop) -> str:
    return f"{workshop.title}, {when_words(workshop)}"


def _act(request, workshop: Workshop) -> str:
    """Do what one button says; where on the page it stands."""
    try:
        for name, verb in CHECK_IN.items():
            if name in request.POST:
                return verb(workshop, request.POST[name])
    except NoSeatLeft as refusal:
        address = reverse("admin:workshops_workshop_change", args=[workshop.pk])
        link = format_html('<a href="{}">{}</a>', address, _("Zahl der Plätze ändern"))
        messages.error(request, format_html("{} {}", str(refusal), link))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return MESSAGES


def _came(workshop: Workshop, key: str) -> str:
    guest = _row(Guest.objects.filter(registration__workshop=workshop), key)
    room.check_in(guest_id=guest.pk, now=timezone.now())
    return f"anmeldung-{guest.registration_id}"


def _came_not(workshop: Workshop, key: str) -> str:
    guest = _row(Guest.objects.filter(registration__workshop=workshop), key)
    room.undo_check_in(guest_id=guest.pk)
    return f"anmeldung-{guest.registration_id}"


def _walk_in(workshop: Workshop, group: str) -> str:
    if group not in {"", *StakeholderGroup.values}:
        raise Http404
    room.add_walk_in(workshop_id=workshop.pk, group=group, now=timezone.now())
    return WALK_INS


def _walk_in_not(workshop: Workshop, key: str) -> str:
    room.undo_walk_in(registration_id=_row(workshop.registrations.all(), key).pk, now=timezone.now())
    return WALK_INS


CHECK_IN: dict[str, Callable[[Workshop, str], str]] = {
    "came": _came,
    "came_not": _came_not,
    "walk_in": _walk_in,
    "walk_in_not": _walk_in_not,
}


def _tick(request, workshop: Workshop) -> str:
    needs = AccessNeed.objects.filter(registration__workshop=workshop)
    if "arranged" in request.POST:
        room.arrange(need_id=_row(needs, request.POST["arranged"]).pk, now=timezone.now())
    elif "open" in request.POST:
        room.undo_arranged(need_id=_row(needs, request.POST["open"]).pk)
    return ""


def _row(rows, key: str):
    """The row that a button names, if it belongs to this workshop."""
    if not (key.isascii() and key.isdecimal()):
        raise Http404
    return get_object_or_404(rows, pk=key)


def _after(request, *, anchor: str) -> HttpResponseRedirect:
    """The same page with the same filter, at the place where the button was; to load it again does nothing again."""
    address = request.get_full_path()
    return HttpResponseRedirect(f"{address}#{anchor}" if anchor else address)


def _found_address(request, workshop: Workshop) -> str:
    """Where those stand who were searched for."""
    query = searched(request)
    found = sorted(one.pk for one in workshop.registrations.expected().for_check_in() if _is_meant(one, query))
    return f"{request.path}?{FOUND}={'-'.join(map(str, found))}" if query else request.path


def _by_name(registration: Registration) -> tuple:
    return (sort_key(names_words(registration)), registration.pk)


def _is_meant(registration: Registration, query: str) -> bool:
    """Typed are a part of a name, or some digits of the code."""
    typed = codes.read(query)
    if typed.isdecimal():
        return typed in codes.digits(registration.code.nonce)
    return query.casefold() in names_words(registration).casefold()


def _party(registration: Registration) -> dict:
    names = names_of(registration) or [
        _("Person %(number)d") % {"number": number + 1} for number in range(registration.people)
    ]
    guests = sorted(registration.guests.all(), key=lambda guest: guest.position)
    return {
        "pk": registration.pk,
        "code": codes.in_groups(codes.digits(registration.code.nonce)),
        "seat": registration.get_seat_display(),
        "is_seated": registration.holds_seats,
        "guests": list(zip(names, guests, strict=True)),
    }


def _walk_ins(workshop: Workshop) -> list[dict]:
    """A button for each group, how many of it came without a registration, and the latest one to take back."""
    came = {}
    for registration in workshop.registrations.walk_ins().by_time().prefetch_related("guests"):
        for guest in registration.guests.all():
            came.setdefault(guest.group, []).append(registration.pk)
    groups = [*StakeholderGroup.choices, ("", _("ohne Angabe"))]
    return [
        {"group": group, "label": label, "count": len(came.get(group, ())), "latest": came.get(group, [None])[-1]}
        for group, label in groups
    ]


def _need(need: AccessNeed) -> dict:
    return {
        "pk": need.pk,
        "kind": need.get_kind_display(),
        "names": names_words(need.registration),
        "reach": reach_words(need.registration),
        "seat": "" if need.registration.holds_seats else need.registration.get_seat_display(),
        "text": need.text,
        "is_arranged": need.arranged_at is not None,
        "arranged_at": need.arranged_at,
    }


PAGES = (
    Page("<int:pk>/einlass/", "check_in", check_in_page, "workshops.change_guest", gettext_lazy("Einlass")),
    Page("<int:pk>/hilfen/", "needs", needs_page, "workshops.change_accessneed", gettext_lazy("Hilfen vorbereiten")),
)
