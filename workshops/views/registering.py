"""Registering without an account: four pages and a receipt, kept in a draft at an address with its key."""

from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from offers.views.feedback import network_of
from workshops.actions.drafts import INVITATION, find_draft, is_key, keep, new_key, open_invitation, send, throw_away
from workshops.actions.parties import Party
from workshops.actions.refusals import Refusal, TooManyDrafts, TooManyRegistrations
from workshops.forms.registering import CONTACT, HELP, PEOPLE, TITLES, party_from, read_pages, typed_on
from workshops.models import Draft, Registration, Standing, Workshop
from workshops.views.facts import forecast, page_facts, registration_facts, workshop_facts
from workshops.views.personal import personal_page
from workshops.words import seats_words

CHECK, DONE, FORGET = "pruefen", "fertig", "loeschen"
# The pages in their order; each is the name of its address too.
STEPS = (PEOPLE, CONTACT, HELP, CHECK)
HEADINGS = TITLES | {CHECK: gettext_lazy("Stimmt alles so?"), DONE: gettext_lazy("Danke für Ihre Anmeldung")}
# A field that people don't see; robots fill in everything. A person presses once more, now without it.
TRAP = "website"
LONGEST_CODE = 40


@personal_page
@require_safe
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """A fresh address for whoever wants to register. Nothing is kept before something was typed."""
    workshop, now = _workshop(slug), timezone.now()
    if not _is_open(workshop, now):
        return _closed(request, workshop, now, status=200)
    return HttpResponseRedirect(_address(PEOPLE, slug, new_key()))


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    return _step(request, slug, key, PEOPLE)


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    return _step(request, slug, key, CONTACT)


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def needed_help(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    return _step(request, slug, key, HELP)


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Everything once more, what is still missing, and whether there is a seat; it is sent from here."""
    now = timezone.now()
    workshop = _workshop(slug)
    draft = find_draft(key=key, workshop_id=workshop.pk)
    if elsewhere := _elsewhere(request, workshop, draft, key, now):
        return elsewhere
    pages = read_pages(workshop, draft.data)
    party, form = party_from(pages), _problems(pages, slug, key)
    status = 400 if request.method == "POST" else 200
    if request.method == "POST" and party:
        refusal = _send(request, draft, party, now)
        if refusal is None:
            return HttpResponseRedirect(_address(DONE, slug, key), status=303)
        form.add_error(None, str(refusal))
        status = 429 if isinstance(refusal, TooManyRegistrations) else 409
    return _show_check(request, workshop, key, pages, form, status=status)


@personal_page
@require_safe
def done(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The receipt, as long as the draft's address is kept."""
    workshop, now = _workshop(slug), timezone.now()
    draft = find_draft(key=key, workshop_id=workshop.pk)
    if draft is None or draft.registration_id is None:
        return HttpResponseRedirect(_address(CHECK, slug, key), status=303)
    registration = Registration.objects.for_its_page().get(pk=draft.registration_id)
    context = _context(workshop, key, DONE) | registration_facts(registration, now=now)
    return render(request, "workshops/register_fertig.html", context)


@personal_page
@require_POST
def forget(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """ "Meine Angaben löschen"; what was sent stays registered."""
    workshop = _workshop(slug)
    context = workshop_facts(workshop) | {
        "heading": _("Ihre Angaben sind gelöscht"),
        "was_sent": throw_away(key=key, workshop_id=workshop.pk),
    }
    return render(request, "workshops/register_geloescht.html", context)


def _step(request: HttpRequest, slug: str, key: str, page: str) -> HttpResponse:
    """A page of the registration: what is typed is kept first, right or wrong, and looked at then."""
    workshop, now = _workshop(slug), timezone.now()
    is_sent = request.method == "POST"
    if not is_key(key):
        return _anew(workshop)
    if is_sent and request.POST.get(TRAP):
        return _typed_again(request, workshop, key, page, _("Drücken Sie noch einmal auf „Weiter“."), status=400)
    try:
        draft, refusal = _keep(request, workshop, key, page, now) if is_sent else (_found(workshop, key, page), None)
    except TooManyDrafts as too_many:
        return _typed_again(request, workshop, key, page, str(too_many), status=429)
    if elsewhere := _elsewhere(request, workshop, draft, key, now):
        return elsewhere
    form = read_pages(workshop, draft.data)[page]
    if refusal:
        form.add_error("code", str(refusal))
    if is_sent and (form.is_valid() or "zurueck" in request.POST):
        return HttpResponseRedirect(_address(_next(request, page), slug, key), status=303)
    return _show(request, workshop, key, page, form, status=400 if is_sent else 200)


def _found(workshop: Workshop, key: str, page: str) -> Draft | None:
    # The first page is where everything begins: a fresh address has no draft yet.
    return find_draft(key=key, workshop_id=workshop.pk) or (Draft() if page == PEOPLE else None)


def _keep(
    request: HttpRequest, workshop: Workshop, key: str, page: str, now: datetime
) -> tuple[Draft | None, Refusal | None]:
    """The draft with what was typed, and why a typed code of an invitation opens nothing.

    Where nobody can register no draft is begun; whoever has one already keeps it. Raises TooManyDrafts.
    """
    if not _is_open(workshop, now) and find_draft(key=key, workshop_id=workshop.pk) is None:
        return None, None
    parts, refusal, code = {page: typed_on(page, request.POST)}, None, _typed_code(request)
    if code and workshop.is_by_invitation:
        try:
            invitation = open_invitation(text=code, workshop_id=workshop.pk, network=network_of(request), now=now)
            parts[INVITATION] = invitation.pk
        except Refusal as refused:
            refusal = refused
    draft = keep(key=key, workshop_id=workshop.pk, parts=parts, network=network_of(request), now=now)
    # Shown again beside what is wrong with it, but kept nowhere.
    draft.data.get(page, {}).update(code=code)
    return draft, refusal


def _typed_code(request: HttpRequest) -> str:
    return request.POST.get("code", "")[:LONGEST_CODE]


def _elsewhere(
    request: HttpRequest, workshop: Workshop, draft: Draft | None, key: str, now: datetime
) -> HttpResponse | None:
    """Where somebody has to go instead: to the receipt, to the beginning, or to nothing as it isn't open."""
    if draft is not None and draft.registration_id:
        return HttpResponseRedirect(_address(DONE, workshop.slug, key), status=303)
    if not _is_open(workshop, now):
        return _closed(request, workshop, now, status=409 if request.method == "POST" else 200)
    return _anew(workshop) if draft is None else None


def _anew(workshop: Workshop) -> HttpResponse:
    return HttpResponseRedirect(reverse("workshops:register", args=[workshop.slug]), status=303)


def _send(request: HttpRequest, draft: Draft, party: Party, now: datetime) -> Refusal | None:
    try:
        send(draft=draft, party=party, network=network_of(request), now=now)
    except Refusal as refusal:
        return refusal
    return None


def _problems(pages: dict[str, forms.Form], slug: str, key: str) -> forms.Form:
    """A form that has an error for each one on the pages before, with a link to where it is put right."""
    form = forms.Form({})
    for page, typed in pages.items():
        address = _changing(page, slug, key)
        if not typed.is_bound:
            missing = _("Hier fehlt noch Ihre Antwort: %(title)s") % {"title": TITLES[page]}
            form.add_error(None, _link(address, missing))
        for field in typed:
            for error in field.errors:
                form.add_error(None, _link(f"{address}#{field.id_for_label or field.auto_id}", error))
    return form


def _link(address: str, words: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', address, words)


def _part(page: str, form: forms.Form, slug: str, key: str) -> dict:
    party = form.into(Party(people=[])) if form.is_valid() else None
    return page_facts(page, party, _changing(page, slug, key))


def _typed_again(
    request: HttpRequest, workshop: Workshop, key: str, page: str, words: str, *, status: int
) -> HttpResponse:
    """The page with what was typed, though nothing of it is kept: `words` say what to do."""
    form = read_pages(workshop, {page: typed_on(page, request.POST) | {"code": _typed_code(request)}})[page]
    form.add_error(None, words)
    return _show(request, workshop, key, page, form, status=status)


def _show(
    request: HttpRequest, workshop: Workshop, key: str, page: str, form: forms.Form, *, status: int
) -> HttpResponse:
    return render(
        request, f"workshops/register_{page}.html", _context(workshop, key, page) | {"form": form}, status=status
    )


def _show_check(
    request: HttpRequest, workshop: Workshop, key: str, pages: dict[str, forms.Form], form: forms.Form, *, status: int
) -> HttpResponse:
    party = party_from(pages)
    context = _context(workshop, key, CHECK) | {
        "form": form,
        "parts": [_part(page, typed, workshop.slug, key) for page, typed in pages.items()],
        "forecast": party and forecast(workshop, party),
    }
    return render(request, "workshops/register_pruefen.html", context, status=status)


def _context(workshop: Workshop, key: str, page: str) -> dict:
    number = STEPS.index(page) + 1 if page in STEPS else 0
    return workshop_facts(workshop) | {
        "step": number,
        "steps": len(STEPS),
        "heading": HEADINGS[page],
        "back": workshop.get_absolute_url() if page == PEOPLE else "",
        "forget_address": _address(FORGET, workshop.slug, key),
        "is_sent": page == DONE,
        "trap": TRAP,
    }


def _closed(request: HttpRequest, workshop: Workshop, now: datetime, *, status: int) -> HttpResponse:
    context = workshop_facts(workshop) | {
        "heading": _("Hier können Sie sich jetzt nicht anmelden"),
        "seats": seats_words(workshop, workshop.standing(now)),
    }
    return render(request, "workshops/register_closed.html", context, status=status)


def _workshop(slug: str) -> Workshop:
    return get_object_or_404(Workshop.objects.public().for_cards(), slug=slug)


def _is_open(workshop: Workshop, now: datetime) -> bool:
    return workshop.standing(now) in (Standing.OPEN, Standing.FULL)


def _next(request: HttpRequest, page: str) -> str:
    """Where a page leads: back, on, or to the check page for whoever came from there."""
    if CHECK in request.GET:
        return CHECK
    return STEPS[STEPS.index(page) + (-1 if "zurueck" in request.POST else 1)]


def _address(page: str, slug: str, key: str) -> str:
    return reverse(f"workshops:register_{page}", args=[slug, key])


def _changing(page: str, slug: str, key: str) -> str:
    return f"{_address(page, slug, key)}?{CHECK}"
