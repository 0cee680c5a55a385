"""The blank form on paper, for everybody while an open call runs."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from needs.actions.sheets import open_wave_for_all
from needs.definitions import frozen_definition
from needs.printing import paper_form
from needs.views.languages import address
from offers.printing import PrinterIsBusy, as_response
from offers.sharing import shared_page
from offers.views.printing import BUSY_SECONDS


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def sheet_blank(request: HttpRequest, language: str) -> HttpResponse:
    """The form of the open call to print and fill in; where none runs the start page says so."""
    wave = open_wave_for_all()
    if wave is None:
        return HttpResponseRedirect(address("start", language))
    try:
        definition = frozen_definition(wave.questionnaire_id)
        content = paper_form(definition, wave, language=language, now=timezone.now())
    except PrinterIsBusy as busy:
        with override(language):
            page = render(request, "offers/printer_busy.html", {"busy": busy}, status=503)
        page.headers["Retry-After"] = str(BUSY_SECONDS)
        return page
    return as_response(content, filename="bogen.pdf" if language == "de" else "form.pdf")
