""" "Ihr Code": what a typed code opens, without an account."""

from collections.abc import Callable
from functools import wraps

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from offers import printing
from offers.calendars import as_response
from offers.views.feedback import network_of
from workshops import calendars
from workshops.actions.codes import open_code
from workshops.actions.drafts import begin_invited
from workshops.actions.parties import party_of
from workshops.actions.refusals import Refusal, TooManyDrafts, TooManyWrongCodes
from workshops.actions.seats import cancel, change_party, confirm
from workshops.forms.codes import CodeForm
from workshops.forms.registering import (
    CONTACT,
    HELP,
    PEOPLE,
    TITLES,
    pages_of,
    read_pages,
    typed_on,
    without_who_left,
)
from workshops.letters import code_path
from workshops.models import Code, CodeKind, Registration
from workshops.printing import ticket
from workshops.views import voting
from workshops.views.facts import registration_facts
from workshops.views.opened import opened_address, opened_code
from workshops.views.personal import personal_page

# What just happened, said on the page of the registration.
SAID = {
    "geaendert": _("Ihre Änderung ist gespeichert."),
    "bestaetigt": _("Danke. Ihr Platz ist bestätigt."),
    "abgesagt": _("Sie haben abgesagt. Danke, dass Sie Bescheid sagen."),
}


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The form for a code. The code itself never stands in an address."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            return HttpResponseRedirect(_opened_by(request, form.cleaned_data["code"]), status=303)
        except Refusal as refusal:
            form.add_error("code", str(refusal))
            status = 429 if isinstance(refusal, TooManyWrongCodes | TooManyDrafts) else 400
    is_over = "abgelaufen" in request.GET and not form.is_bound
    context = {"form": form, "is_over": is_over, "code_path": code_path()}
    return render(request, "workshops/code.html", context, status=status)


def _opened_by(request: HttpRequest, text: str) -> str:
    """The address that a code leads to."""
    found = open_code(text=text, network=network_of(request), now=timezone.now())
    return OPENS[CodeKind(found.kind)](request, found)


def _invited(request: HttpRequest, found: Code) -> str:
    workshop, key = begin_invited(code=found, network=network_of(request), now=timezone.now())
    return reverse(f"workshops:register_{PEOPLE}", args=[workshop.slug, key])


def _above(page: str, found: Code) -> str:
    """A page of the app above, in the language in which the code was typed."""
    return opened_address(f"{page}_en" if get_language() == "en" else page, found.pk)


# A new kind of code is added here. What the app above has to say to its codes stands at addresses of its own.
OPENS: dict[CodeKind, Callable[[HttpRequest, Code], str]] = {
    CodeKind.REGISTRATION: lambda _request, found: opened_address("workshops:code_registration", found.pk),
    CodeKind.INVITATION: _invited,
    CodeKind.VOTING_SLIP: lambda _request, found: reverse(
        "workshops:vote", args=[signing.dumps(found.pk, salt=voting.SALT)]
    ),
    CodeKind.NEEDS_SHEET: lambda _request, found: _above("needs:opened", found),
    CodeKind.NEEDS_LETTER: lambda _request, found: _above("needs:letter", found),
    CodeKind.CONTRIBUTION: lambda _request, found: _above("needs:contribution", found),
}


def with_registration(view: Callable[[HttpRequest, Registration], HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a view the registration of its signed address; when the two hours are over the code is asked again."""

    @wraps(view)
    def decorated(request: HttpRequest, signed: str) -> HttpResponse:
        registration = Registration.objects.for_its_page().filter(code=opened_code(signed)).first()
        if registration is None:
            return HttpResponseRedirect(f"{reverse('workshops:code')}?abgelaufen", status=303)
        return view(request, registration)

    return personal_page(decorated)


@with_registration
@require_safe
def registration(request: HttpRequest, registration: Registration) -> HttpResponse:
    """What is registered, and what can be done with it."""
    said = next((words for name, words in SAID.items() if name in request.GET), "")
    return _show(request, registration, {"said": said}, status=200)


@with_registration
@require_http_methods(["GET", "HEAD", "POST"])
def change_people(request: HttpRequest, registration: Registration) -> HttpResponse:
    return _change(request, registration, PEOPLE)


@with_registration
@require_http_methods(["GET", "HEAD", "POST"])
def change_contact(request: HttpRequest, registration: Registration) -> HttpResponse:
    return _change(request, registration, CONTACT)


@with_registration
@require_http_methods(["GET", "HEAD", "POST"])
def change_help(request: HttpRequest, registration: Registration) -> HttpResponse:
    return _change(request, registration, HELP)


def _change(request: HttpRequest, registration: Registration, page: str) -> HttpResponse:
    """A page of the registration with what holds now; what is refused stays on the page."""
    party = party_of(registration)
    data, is_sent = pages_of(party), request.method == "POST"
    if is_sent:
        typed = typed_on(page, request.POST)
        data[page] = without_who_left(typed, data[page]) if page == PEOPLE else typed
    form = read_pages(registration.workshop, data, held=party.needs)[page]
    status = 400 if is_sent else 200
    if is_sent and form.is_valid():
        try:
            change_party(registration_id=registration.pk, party=form.into(party), now=timezone.now())
            return HttpResponseRedirect(_own(registration, "geaendert"), status=303)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = 409
    context = registration_facts(registration, now=timezone.now())
    context |= {"form": form, "heading": TITLES[page], "back": context["registration_address"]}
    return render(request, f"workshops/register_{page}.html", context, status=status)


@with_registration
@require_POST
def confirm_seat(request: HttpRequest, registration: Registration) -> HttpResponse:
    try:
        confirm(registration_id=registration.pk, now=timezone.now())
    except Refusal as refusal:
        return _show(request, registration, {"refusal": str(refusal)}, status=409)
    return HttpResponseRedirect(_own(registration, "bestaetigt"), status=303)


@with_registration
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_seat(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Asked once more before it is done: the seat goes to the next ones at once."""
    context = registration_facts(registration, now=timezone.now())
    if not context["can_change"]:
        return HttpResponseRedirect(context["registration_address"], status=303)
    if request.method == "POST":
        cancel(registration_id=registration.pk, now=timezone.now())
        return HttpResponseRedirect(_own(registration, "abgesagt"), status=303)
    return render(request, "workshops/code_cancel.html", context | {"heading": _("Wollen Sie absagen?")})


@with_registration
@require_safe
def ticket_pdf(request: HttpRequest, registration: Registration) -> HttpResponse:
    return printing.as_response(ticket(registration, now=timezone.now()), filename="anmeldung.pdf")


@with_registration
@require_safe
def calendar_file(request: HttpRequest, registration: Registration) -> HttpResponse:
    """The date for the visitor's own calendar; nothing in it says who comes."""
    content = calendars.calendar(registration.workshop, now=timezone.now())
    return as_response(content, filename=calendars.FILENAME)


def _show(request: HttpRequest, registration: Registration, news: dict, *, status: int) -> HttpResponse:
    context = registration_facts(registration, now=timezone.now()) | {"heading": _("Ihre Anmeldung")} | news
    return render(request, "workshops/code_registration.html", context, status=status)


def _own(registration: Registration, news: str) -> str:
    """The page of the registration, for two more hours."""
    return f"{opened_address('workshops:code_registration', registration.code_id)}?{news}"
