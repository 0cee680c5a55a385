"""Waves at the desk: prepared, opened, ended, and how many have answered."""

from django import forms
from django.contrib import admin, messages
from django.db.models import DateField
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from needs.actions.refusals import Refusal
from needs.actions.waves import close_wave, obstacles, open_wave
from needs.admin import letters, paper, results
from needs.admin.desk import NeedsAdmin, address_of, links_to, marked, say_what_to_do, show
from needs.admin.figures import figures
from needs.admin.planning import threshold_lines
from needs.models import PlanningArea, Questionnaire, Sheet, Thresholds, Wave, WaveState
from needs.work import WORK
from offers.admin.desk import WorkFilter
from workshops.admin.desk import Page, note, urls_of
from workshops.models import Workshop

FIELDS = ("name", "questionnaire", "frame", "legal_basis", "workshop", "opens_on", "closes_on")
# How a wave came to its people and what it rests on stay as they were when the first could answer.
FIXED_WHEN_OPEN = FIELDS[:-1]


def open_page(request, pk: int):
    """What stands fixed from then on, what is still missing, and the button."""
    wave = _wave(pk)
    if request.method == "POST" and _take_step(request, wave, open_wave, gettext("Die Befragung läuft.")):
        return redirect(address_of(wave))
    is_prepared = wave.state == WaveState.PREPARING
    found = obstacles(wave) if is_prepared else []
    return show(
        request,
        "needs/wave_open.html",
        title=_("Befragung öffnen"),
        row=wave,
        wave=wave,
        is_prepared=is_prepared,
        gaps=[sentence for refusal in found for sentence in getattr(refusal, "gaps", [str(refusal)])],
        planning_areas=PlanningArea.objects.in_order().prefetch_related("areas"),
        thresholds=threshold_lines(Thresholds.objects.newest_first().first()),
    )


def close_page(request, pk: int):
    """What ends with it, and the button."""
    wave = _wave(pk)
    if request.method == "POST" and _take_step(request, wave, close_wave, gettext("Die Befragung ist beendet.")):
        return redirect(address_of(wave))
    return show(
        request,
        "needs/wave_close.html",
        title=_("Befragung beenden"),
        row=wave,
        wave=wave,
        is_running=wave.state == WaveState.OPEN,
        begun=Sheet.objects.filter(wave=wave).being_written().exists(),
    )


def _take_step(request, wave: Wave, act, done: str) -> bool:
    try:
        act(wave_id=wave.pk, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    note(request, wave, done)
    messages.success(request, done)
    return True


def _wave(pk: int) -> Wave:
    return get_object_or_404(Wave.objects.select_related("questionnaire"), pk=pk)


PAGES = (
    Page("<int:pk>/oeffnen/", "open", open_page, "needs.change_wave", _("Befragung öffnen")),
    Page("<int:pk>/beenden/", "close", close_page, "needs.change_wave", _("Befragung beenden")),
    *letters.PAGES,
    *results.PAGES,
    *paper.PAGES,
)


class WaveForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_to_do(self)
        if "name" in self.fields:
            self.fields["name"].help_text = _("Diesen Namen lesen alle: auf der Seite der Stadt und auf dem Papier.")

    def clean(self):
        data = super().clean()
        if self.instance.pk:
            self._wait_for_others()
        return data

    def _wait_for_others(self) -> None:
        """The lock lets whoever opens or ends it at the same time be first, or wait."""
        state = Wave.objects.select_for_update().values_list("state", flat=True).get(pk=self.instance.pk)
        if state != self.instance.state:
            raise forms.ValidationError(
                _("Jemand hat diese Befragung inzwischen geöffnet oder beendet. Öffnen Sie die Seite noch einmal.")
            )

    def _get_validation_exclusions(self):
        # No fields once it runs, but the last day counts from the first.
        return super()._get_validation_exclusions() - ({"opens_on"} - {*self.fields})


class WaveWorkFilter(WorkFilter):
    work = WORK


@admin.register(Wave)
class WaveAdmin(NeedsAdmin):
    form = WaveForm
    fields = FIELDS
    list_display = ("title", "frame_in_words", "state", "opens_on", "closes_on", "questionnaire")
    list_filter = (WaveWorkFilter, "state", "frame")
    lookups = (WaveWorkFilter.parameter_name, "state__exact", "frame__exact")
    list_select_related = ("questionnaire",)
    search_fields = ("name",)
    ordering = ("-opens_on", "-pk")
    # Only what is prepared and unused can be deleted: on its own page.
    actions = None
    formfield_overrides = {
        DateField: {
            "form_class": forms.DateField,
            "widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }
    }
    change_form_template = "admin/needs/wave.html"

    @admin.display(description=_("Befragung"), ordering="name")
    def title(self, wave):
        return marked(wave)

    @admin.display(description=_("Wer gefragt wird"), ordering="frame")
    def frame_in_words(self, wave):
        return capfirst(wave.frame_words)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        rows = {
            "questionnaire": Questionnaire.objects.in_order(),
            "workshop": Workshop.objects.latest_first(),
        }
        return super().formfield_for_foreignkey(db_field, request, queryset=rows[db_field.name], **kwargs)

    def get_readonly_fields(self, request, obj=None):
        return FIXED_WHEN_OPEN if obj and obj.state != WaveState.PREPARING else ()

    def has_change_permission(self, request, obj=None):
        return (obj is None or obj.state != WaveState.CLOSED) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        is_prepared = obj is not None and obj.state == WaveState.PREPARING
        return is_prepared and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        if change:
            # Nothing else: others may move it on meanwhile.
            obj.save(update_fields=form.changed_data)
        else:
            super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        return HttpResponseRedirect(address_of(obj))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context["links"] = links_to(_pages_of(obj), request.user, obj)
            context["figures"] = figures(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        return [*urls_of(PAGES, self), *super().get_urls()]


def _pages_of(wave: Wave) -> list[Page]:
    """Those that make sense now."""
    hidden = {"open"} if wave.state != WaveState.PREPARING else {"close", "results"}
    if wave.state == WaveState.CLOSED:
        hidden |= {"close", "letters", "paper", "print_letters"}
    if not wave.is_invited:
        hidden |= {"letters", "print_letters"}
    return [page for page in PAGES if page.name not in hidden]
