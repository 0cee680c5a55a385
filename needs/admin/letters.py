"""Codes for letters: a number for a sample from the register, or one for each chosen organisation."""

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from needs.actions.waves import issue_letters, next_batch
from needs.admin.desk import show_form
from needs.models import Frame, Letter, Wave, WaveState
from offers.models import Provider
from workshops.admin.desk import Page, carry_out, note

MOST_LETTERS = 1_000


class LettersForm(forms.Form):
    # The batch that comes next: a second click makes no second one.
    batch = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class RegisterLettersForm(LettersForm):
    number = forms.IntegerField(
        label=_("Wie viele Briefe"),
        min_value=1,
        max_value=MOST_LETTERS,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            _("Tragen Sie eine Zahl von 1 bis %(most)d ein.") % {"most": MOST_LETTERS},
        ),
    )


class ProviderLettersForm(LettersForm):
    providers = forms.ModelMultipleChoiceField(
        label=_("Einrichtungen, die einen Brief bekommen"),
        queryset=Provider.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Wählen Sie mindestens eine Einrichtung.")},
    )

    def __init__(self, *args, providers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["providers"].queryset = providers


def letters_page(request, pk: int):
    wave = get_object_or_404(Wave, pk=pk)
    searched = request.GET.get("suche", "").strip()
    form = _form(request, wave, searched)
    made = carry_out(form, lambda typed: issue_letters(wave_id=pk, **typed))
    if made is not None:
        text = ngettext("%(count)d Brief ist angelegt.", "%(count)d Briefe sind angelegt.", len(made))
        note(request, wave, text % {"count": len(made)})
        messages.success(request, text % {"count": len(made)})
        return redirect(request.path)
    return show_form(
        request,
        form,
        title=_("Briefe mit Codes"),
        button=_("Briefe anlegen"),
        template="needs/letters.html",
        row=wave,
        can_issue=wave.is_invited and wave.state != WaveState.CLOSED,
        searches=wave.frame == Frame.ORGANISATIONS,
        searched=searched,
        made=Letter.objects.filter(wave=wave).order_by("batch").values("batch").annotate(letters=Count("pk")),
    )


def _form(request, wave: Wave, searched: str) -> LettersForm:
    data, initial = request.POST or None, {"batch": next_batch(wave)}
    if wave.frame != Frame.ORGANISATIONS:
        return RegisterLettersForm(data, initial=initial)
    without = Provider.objects.public().exclude(
        pk__in=Letter.objects.filter(wave=wave, provider__isnull=False).values("provider")
    )
    return ProviderLettersForm(
        data, initial=initial, providers=without.filter(name__icontains=searched).order_by("sort_name", "pk")
    )


PAGES = (Page("<int:pk>/briefe/", "letters", letters_page, "needs.add_letter", _("Briefe mit Codes anlegen")),)
