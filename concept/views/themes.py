"""A theme: what many people said in their own words, and what followed from it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from concept.models import Finding
from concept.trail import Families, contributions_behind, statements_behind, statements_in_words
from needs.models import Theme

QUOTES_SHOWN = 20


@login_not_required
@require_safe
def theme_detail(request: HttpRequest, number: int) -> HttpResponse:
    """Public from the first finding on that rests on it. Never kept: a quote goes as soon as the consent to it does."""
    theme, families = get_object_or_404(Theme, number=number), Families()
    if theme.merged_into_id:
        return redirect("concept:theme", families.themes[families.upwards(theme.pk)[-1]].number)
    findings = Finding.objects.public().resting_on(families.below([theme.pk]), is_example=theme.is_example).in_order()
    if not findings:
        raise Http404
    quotes = contributions_behind([theme.pk], is_example=theme.is_example, families=families).quotable()
    context = {
        "theme": theme,
        "findings": findings,
        "behind": statements_in_words(statements_behind(theme)),
        # By their words: neither the month nor the place nor the group of a quote can be told.
        "quotes": sorted(set(quotes.values_list("redacted", flat=True)))[:QUOTES_SHOWN],
    }
    return render(request, "concept/theme_detail.html", context)
