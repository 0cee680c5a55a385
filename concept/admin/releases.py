"""Releases at the desk: made of closed waves, frozen, looked at, published with findings, or discarded."""

from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from concept.actions.refusals import Refusal, ReleaseIsPublished
from concept.actions.releases import choose_waves, discard, freeze, make_release, publish
from concept.admin.release_figures import figures_page
from concept.models import Finding, Measure, Release, ReleaseState
from concept.work import WORK
from needs.admin.desk import NeedsAdmin, address_of, marked, show, show_form
from needs.models import Wave
from offers.admin.desk import WorkFilter
from workshops.admin.desk import Page, carry_out, note, urls_of

LIST = "admin:concept_release_changelist"
READS, CHANGES, ADDS = "concept.view_release", "concept.change_release", "concept.add_release"


class _WaveBoxes(forms.ModelMultipleChoiceField):
    def label_from_instance(self, wave):
        return f"{marked(wave)} ({wave.frame_words})"


class WavesForm(forms.Form):
    waves = _WaveBoxes(
        label=_("Befragungen"),
        queryset=Wave.objects.closed().newest_first(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Nur beendete. Nehmen Sie die Befragungen des letzten Standes wieder dazu, sonst fehlen ihre Antworten."
        ),
    )


class ReleaseForm(WavesForm):
    title = forms.CharField(
        label=_("Titel"), max_length=120, error_messages={"required": _("Tragen Sie einen Titel ein.")}
    )
    field_order = ("title", "waves")


class FindingsForm(forms.Form):
    findings = forms.ModelMultipleChoiceField(
        label=_("Befunde"),
        queryset=Finding.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Diese werden mit dem Stand veröffentlicht und ändern sich dann nicht mehr."),
    )

    measures = forms.ModelMultipleChoiceField(
        label=_("Maßnahmen"),
        queryset=Measure.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Diese werden mit dem Stand vorgeschlagen und ändern sich dann nicht mehr."),
    )

    def __init__(self, data, release: Release):
        findings = Finding.objects.drafts().filter(is_example=release.is_example).in_order()
        measures = Measure.objects.drafts().filter(is_example=release.is_example).in_order()
        super().__init__(data, initial={"findings": findings, "measures": measures})
        self.fields["findings"].queryset = findings
        self.fields["findings"].label_from_instance = lambda finding: f"{finding.reference}: {finding.sentence}"
        self.fields["measures"].queryset = measures
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = _(
                "Jemand hat inzwischen etwas davon veröffentlicht oder gelöscht. Prüfen Sie die Auswahl."
            )
        self.fields["measures"].label_from_instance = lambda measure: f"{measure.reference}: {measure.title}"


def make_page(request):
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (release := carry_out(form, _make)):
        note(request, release, gettext("Angelegt"))
        return redirect(address_of(release))
    return show_form(request, form, title=_("Stand anlegen"), button=_("Anlegen"), model=Release)


def _make(typed) -> Release:
    waves = list(typed["waves"])
    is_example = any(wave.is_example for wave in waves)
    return make_release(title=typed["title"], waves=waves, is_example=is_example, now=timezone.now())


def waves_page(request, pk: int):
    release = _release(pk)
    form = WavesForm(request.POST if request.method == "POST" else None, initial={"waves": release.waves.all()})
    if request.method == "POST" and carry_out(form, lambda typed: choose_waves(release_id=pk, **typed)):
        note(request, release, gettext("Befragungen gewählt"))
        return redirect(address_of(release))
    lines = [gettext("Ändern Sie die Auswahl, so halten Sie danach die Zahlen neu fest.")]
    return show_form(request, form, title=_("Befragungen wählen"), button=_("Sichern"), row=release, lines=lines)


@require_POST
def freeze_page(request, pk: int):
    release = _release(pk)
    done = gettext("Die Zahlen sind festgehalten. Sehen Sie sie an, bevor Sie veröffentlichen.")
    _take_step(request, release, lambda: freeze(release_id=pk, by=request.user, now=timezone.now()), done)
    return redirect(address_of(release))


def publish_page(request, pk: int):
    release = _release(pk)
    if release.state == ReleaseState.PUBLISHED:
        # Pressed twice, or in two tabs: nothing went wrong.
        messages.info(request, str(ReleaseIsPublished()))
        return redirect(address_of(release))
    form = FindingsForm(request.POST if request.method == "POST" else None, release)

    def act(typed):
        picked = {name: [row.pk for row in rows] for name, rows in typed.items()}
        return publish(release_id=pk, by=request.user, now=timezone.now(), **picked)

    if request.method == "POST" and carry_out(form, act):
        note(request, release, gettext("Veröffentlicht"))
        messages.success(request, gettext("Der Stand ist veröffentlicht."))
        return redirect(address_of(release))
    lines = [gettext("Danach ändert sich an diesem Stand nichts mehr. Sehen Sie vorher die Zahlen und den Entwurf an.")]
    return show_form(request, form, title=_("Veröffentlichen"), button=_("Veröffentlichen"), row=release, lines=lines)


@require_POST
def discard_page(request, pk: int):
    release = _release(pk)
    done = gettext("Der Stand ist verworfen.")
    is_done = _take_step(request, release, lambda: discard(release_id=pk), done)
    return redirect(LIST if is_done else address_of(release))


def _take_step(request, release: Release, act: Callable, done: str) -> bool:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    note(request, release, done)
    messages.success(request, done)
    return True


def _release(pk: int) -> Release:
    return get_object_or_404(Release, pk=pk)


def release_page(request, pk: int):
    """Where a release stands, and what can be done next."""
    release = get_object_or_404(Release.objects.select_related("thresholds"), pk=pk)
    is_published = release.state == ReleaseState.PUBLISHED
    return show(
        request,
        "concept/release.html",
        title=release.title,
        row=release,
        release=release,
        waves=[marked(wave) for wave in release.waves.newest_first()],
        may_change=not is_published and request.user.has_perm(CHANGES),
        is_frozen=release.state == ReleaseState.FROZEN,
        is_published=is_published,
        drafts=Finding.objects.drafts().filter(is_example=release.is_example).count(),
    )


PAGES = (
    Page("<int:pk>/befragungen/", "waves", waves_page, CHANGES),
    Page("<int:pk>/festhalten/", "freeze", freeze_page, CHANGES),
    Page("<int:pk>/zahlen/", "figures", figures_page, READS),
    Page("<int:pk>/veroeffentlichen/", "publish", publish_page, CHANGES),
    Page("<int:pk>/verwerfen/", "discard", discard_page, CHANGES),
)


class ReleaseWorkFilter(WorkFilter):
    work = WORK[Release]


@admin.register(Release)
class ReleaseAdmin(NeedsAdmin):
    list_display = ("label", "title", "state", "frozen_at", "published_at")
    list_filter = (ReleaseWorkFilter,)
    lookups = (ReleaseWorkFilter.parameter_name,)
    ordering = ("-number",)
    actions = None

    @admin.display(description=_("Stand"), ordering="number")
    def label(self, release):
        return marked(release)

    def has_delete_permission(self, request, obj=None):
        """It is discarded on its page."""
        return False

    def get_urls(self):
        pages = (
            Page("add/", "add", make_page, ADDS),
            *PAGES,
            Page("<int:pk>/change/", "change", release_page, READS),
        )
        return [*urls_of(pages, self), *super().get_urls()]
