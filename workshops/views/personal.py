"""Pages that belong to one person, who has no account: only the address opens them."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt


def personal_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No browser or machine on the way keeps it, no search machine finds it.

    It takes forms without a token: nobody is signed in here (docs/adr/0012).
    """

    @wraps(view)
    def decorated(*args, **kwargs) -> HttpResponse:
        response = view(*args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Content-Language"] = get_language()
        return response

    return csrf_exempt(login_not_required(decorated))
