"""The form in two languages: the address says which; no cookie and no wish of the browser changes it."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override

from needs.models import Language
from workshops.views.personal import personal_page


def needs_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the form that belongs to one person, in the language of its address."""

    @wraps(view)
    def decorated(request: HttpRequest, *args, language: str, **kwargs) -> HttpResponse:
        with override(language):
            return view(request, *args, language=language, **kwargs)

    return personal_page(decorated)


def page_name(name: str, language: str) -> str:
    """The whole name of a page in a language: "needs:check", "needs:check_en"."""
    return f"needs:{name}_en" if language == Language.ENGLISH else f"needs:{name}"


def address(name: str, language: str, *args: str) -> str:
    return reverse(page_name(name, language), args=args)
