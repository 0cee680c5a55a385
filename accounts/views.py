"""Pages of the second factor. The desk mounts them; a person who is signed in by password reaches them."""

import segno
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django_otp import login as otp_login
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.actions import confirm_device
from accounts.forms import TokenForm
from accounts.second_factor import has_device, is_missing


@never_cache
def second_factor_ask(request: HttpRequest) -> HttpResponse:
    require_staff(request.user)
    if not has_device(request.user):
        return redirect("admin:second_factor_set_up")
    form = TokenForm(request.POST or None, user=request.user)
    if form.is_valid():
        otp_login(request, form.device)
        return redirect(next_address(request))
    return render(request, "accounts/second_factor_ask.html", {"form": form})


@never_cache
def second_factor_set_up(request: HttpRequest) -> HttpResponse:
    require_staff(request.user)
    if has_device(request.user) and is_missing(request.user):
        # Whoever knows only the password must not bring a telephone of their own.
        return redirect("admin:second_factor")
    device, _is_new = TOTPDevice.objects.get_or_create(user=request.user, confirmed=False, defaults={"name": "App"})
    form = TokenForm(request.POST or None, user=request.user, device=device)
    if form.is_valid():
        codes = confirm_device(device)
        otp_login(request, device)
        return render(request, "accounts/second_factor_codes.html", {"codes": codes})
    return render(request, "accounts/second_factor_set_up.html", {"form": form, **picture_and_key(device)})


def require_staff(user) -> None:
    if not user.is_staff:
        raise PermissionDenied


def picture_and_key(device: TOTPDevice) -> dict:
    """What the app takes: a QR code (ISO/IEC 18004) as SVG, and the same key in letters to type."""
    key = device.config_url.partition("secret=")[2].partition("&")[0]
    picture = segno.make(device.config_url).svg_inline(scale=5, dark="#000", light="#fff", omitsize=True)
    # The picture is made by us from a key made by us.
    return {"picture": mark_safe(picture), "key": " ".join(key[at : at + 4] for at in range(0, len(key), 4))}  # noqa: S308


def next_address(request: HttpRequest) -> str:
    address = request.GET.get(REDIRECT_FIELD_NAME, "")
    return address if url_has_allowed_host_and_scheme(address, {request.get_host()}) else reverse("admin:index")
