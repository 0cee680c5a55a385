"""The trail as files: for whoever wants to check it with a machine."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from concept.provenance import as_csv, as_json_ld, things
from offers.sharing import shared_page


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def trail_jsonld(request: HttpRequest) -> HttpResponse:
    found = as_json_ld(things())
    return JsonResponse(found, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def trail_csv(request: HttpRequest) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="nachweis.csv"'}
    return HttpResponse(as_csv(things()), content_type="text/csv; charset=utf-8", headers=headers)
