"""What isn't followed, and why: the city says so itself (methods.md section 11, rule g)."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from concept.models import Finding, Measure, Release
from concept.views.lists import shown
from needs.disclosure import IN_PUBLIC, answers_in_words
from needs.models import Contribution
from offers.sharing import shared_page


@login_not_required
@require_safe
@shared_page(speaks_of_time=False)
def not_followed(request: HttpRequest) -> HttpResponse:
    release = Release.objects.shown()
    rejected = Measure.objects.rejected().as_real_as(release)
    measures, page = shown(request, rejected.with_their_end().in_order())
    context = {
        "measures": measures,
        "page": page,
        "findings": Finding.objects.withdrawn().as_real_as(release).in_order(),
        "reasons": _reasons(),
    }
    return render(request, "concept/not_followed.html", context)


def _reasons() -> list[tuple[str, str]]:
    """Why statements aren't followed, where at least ten have the same reason; how many only in classes."""
    counted = Contribution.objects.real().not_followed().values("standing_reason").annotate(count=Count("pk"))
    told = counted.filter(count__gte=IN_PUBLIC).order_by("-count", "standing_reason")
    return [(row["standing_reason"], answers_in_words(row["count"], fewest=IN_PUBLIC)) for row in told]
