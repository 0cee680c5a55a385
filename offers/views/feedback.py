"""What citizens tell us: an error at an offer, help that is missing."""

from ipaddress import ip_address, ip_network

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from offers.actions.feedback import TooManyForms, report_error, tell_missing_help, use_allowance
from offers.forms import ErrorReportForm, MissingHelpForm
from offers.models import Area, Offer


# No token: nobody is signed in here, so a foreign page gains nothing by sending the form (docs/adr/0012).
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """ "Stimmt etwas nicht?" at one offer."""
    offer = get_object_or_404(Offer.objects.published(), slug=slug)
    now = timezone.now()

    def keep(form):
        report_error(offer=offer, **form.cleaned_data, now=now)

    form = ErrorReportForm(request.POST if request.method == "POST" else None)
    return _answer(request, form, keep, "offers/error_report.html", {"offer": offer})


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def missing_help(request: HttpRequest) -> HttpResponse:
    """ "Diese Hilfe fehlt? Sagen Sie es uns": one question."""
    today = timezone.localdate()

    def keep(form):
        area = Area.objects.filter(slug=form.cleaned_data["area"]).first()
        tell_missing_help(text=form.cleaned_data["text"], area=area, today=today)

    form = MissingHelpForm(request.POST if request.method == "POST" else None)
    return _answer(request, form, keep, "offers/missing_help.html", {})


def _answer(request: HttpRequest, form, keep, template: str, context: dict) -> HttpResponse:
    """The form, the form with its errors, "too many today" with everything typed, or the thanks.

    The thanks have an address of their own: to load them again sends nothing again.
    """
    if "danke" in request.GET:
        return render(request, template, context | {"is_sent": True})
    if not form.is_valid():
        return render(request, template, context | {"form": form}, status=400 if form.is_bound else 200)
    try:
        use_allowance(network=network_of(request), today=timezone.localdate())
    except TooManyForms as refusal:
        form.add_error(None, str(refusal))
        return render(request, template, context | {"form": form}, status=429)
    keep(form)
    return HttpResponseRedirect(f"{request.path}?danke", status=303)


def network_of(request: HttpRequest) -> str:
    """The network a request comes from: a /24 or /48, never the single address (IPv4, IPv6); "" where none is named."""
    try:
        address = ip_address(request.META["REMOTE_ADDR"])
    except ValueError:
        return ""
    # Behind some proxies IPv4 comes in the clothes of IPv6 (RFC 4291, 2.5.5.2): all of it would be one /48.
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))
