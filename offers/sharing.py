"""Which pages may be kept and handed to everybody, and for how long they speak the truth."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt


def shared_page(*, speaks_of_time: bool) -> Callable:
    """Mark a view's pages as the same for everybody: the page cache may keep them.

    A page that speaks of time ("Jetzt offen") is kept for the minute, every other one for the day (the help line's
    hours stand on each). A view that has to see a request itself returns a response with `shared_for = None`.
    """

    def decorate(view):
        @wraps(view)
        def decorated(*args, **kwargs) -> HttpResponse:
            response = view(*args, **kwargs)
            if not hasattr(response, "shared_for"):
                response.shared_for = "minute" if speaks_of_time else "day"
            return response

        # It only answers safe requests: a sent form gets 405, not a word about a missing token.
        return csrf_exempt(decorated)

    return decorate


def for_one_person(response: HttpResponse) -> HttpResponse:
    """Take one response out of the sharing: it holds something personal or has to be counted."""
    response.shared_for = None
    return response
