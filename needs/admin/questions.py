"""Questions at the desk: each with its answers, its place and the condition under which it is asked."""

from http import HTTPStatus

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from needs.actions.questionnaires import lock_draft, move_question, next_position, number_options, set_condition
from needs.actions.refusals import Refusal
from needs.admin.desk import NeedsAdmin, address_of, links_to, say_what_to_do, show_form
from needs.asking import can_come_after, conditions, wrong_kind, wrong_options, wrong_place
from needs.definitions import Asked, load_definition
from needs.models import Option, Question, Questionnaire
from workshops.admin.desk import Page, carry_out, note, urls_of

AT_THE_END = 32_000
FIELDSETS = (
    (None, {"fields": ("questionnaire", "number", "key", "heading", "text", "help")}),
    (_("Art der Frage"), {"fields": ("part", "kind", "most", "characters", "context", "repeat", "is_required")}),
    (_("Wer gefragt wird"), {"fields": ("groups", "asked_when")}),
    (_("Andere Worte für andere"), {"fields": ("text_relatives", "text_others", "spoken")}),
    (
        _("Auf Englisch"),
        {"fields": ("heading_en", "text_en", "help_en", "text_relatives_en", "text_others_en")},
    ),
    (_("Schutz der Personen"), {"fields": ("may_identify", "kept_days")}),
)


class QuestionForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_to_do(self)

    def clean(self):
        data = super().clean()
        questionnaire = self.instance.questionnaire if self.instance.pk else data.get("questionnaire")
        if questionnaire:
            self._lock(questionnaire)
        return data

    def _lock(self, questionnaire: Questionnaire) -> None:
        """Nobody opens a wave with it until this is saved."""
        try:
            lock_draft(questionnaire.pk)
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            for name, wrong in (("kind", wrong_kind(self.instance)), ("text", wrong_place(self.instance))):
                if wrong:
                    self.add_error(name, wrong)

    def _get_validation_exclusions(self):
        # No field once the question stands, but keys and numbers are told apart within it.
        return super()._get_validation_exclusions() - ({"questionnaire"} - {*self.errors})


class OptionForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_to_do(self)
        self.fields["position"].required = False
        if self.instance.pk and "key" in self.fields:
            # Answers of all versions are laid side by side by it.
            self.fields["key"].disabled = True

    def clean_position(self) -> int:
        typed = self.cleaned_data["position"]
        return AT_THE_END if typed is None else typed

    def _get_validation_exclusions(self):
        # Typed as one likes: afterwards they are numbered anew.
        return super()._get_validation_exclusions() | {"position"}


class OptionFormSet(BaseInlineFormSet):
    def get_unique_error_message(self, unique_check):
        return gettext("Jede Antwort braucht eine eigene Kennung. Ändern Sie eine davon.")

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        kept = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        keys = [form.cleaned_data["key"] for form in kept]
        if wrong := wrong_options(self.instance, keys):
            raise ValidationError(wrong)
        for follower in Question.objects.filter(after=self.instance.pk).in_order() if self.instance.pk else ():
            if set(follower.after_options) - {*keys}:
                raise ValidationError(
                    _("Nach einer der Antworten wird Frage %(number)s gestellt. Ändern Sie zuerst deren Bedingung.")
                    % {"number": follower.number}
                )


class OptionInline(admin.StackedInline):
    model = Option
    form = OptionForm
    formset = OptionFormSet
    fields = ("position", "text", "text_en", "key", "meaning")

    def get_queryset(self, request):
        return super().get_queryset(request).in_order()

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 2

    def has_add_permission(self, request, obj=None):
        return is_draft(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return is_draft(obj) and super().has_delete_permission(request, obj)


class ConditionForm(forms.Form):
    """The answers to an earlier question after which this one is asked."""

    options = forms.MultipleChoiceField(
        label=_("Gefragt wird nach diesen Antworten"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Wählen Sie mindestens eine Antwort.")},
    )

    def __init__(self, *args, options, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["options"].choices = [(option.key, option.text) for option in options]


@require_POST
def move_page(request, pk: int):
    """Two buttons in the list of questions."""
    question = get_object_or_404(Question.objects.for_lists(), pk=pk)
    try:
        move_question(question_id=pk, is_up="up" in request.POST)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(f"{address_of(question.questionnaire)}#frage-{question.number}")


def condition_page(request, pk: int):
    """First the earlier question is chosen, then its answers."""
    question = get_object_or_404(Question.objects.for_lists(), pk=pk)
    earlier = _possible(question)
    wanted = "" if "always" in request.POST else request.GET.get("nach")
    chosen = next((one for one in earlier if one.question.number == wanted), None)
    form = _condition_form(request, question, chosen)
    if carry_out(form, lambda typed: _set(question, chosen, typed.get("options", []))):
        note(request, question, gettext("Bedingung geändert"))
        messages.success(request, gettext("Die Bedingung ist gesichert."))
        return redirect(address_of(question))
    return show_form(
        request,
        form,
        title=_("Bedingung"),
        button=_("Bedingung sichern"),
        template="needs/condition.html",
        row=question,
        chosen=chosen,
        earlier=earlier,
        conditions=conditions(question, load_definition(question.questionnaire_id).asked),
    )


def _condition_form(request, question: Question, chosen: Asked | None) -> forms.Form:
    if chosen is None:
        # Nothing to choose: the button "Immer fragen", or the page as it opens.
        return forms.Form(request.POST if "always" in request.POST else None)
    picked = question.after_options if chosen.question.pk == question.after_id else []
    return ConditionForm(request.POST or None, options=chosen.options, initial={"options": picked})


def _set(question: Question, chosen: Asked | None, options: list[str]) -> Question:
    return set_condition(question_id=question.pk, after_id=chosen and chosen.question.pk, options=options)


def _possible(question: Question) -> list[Asked]:
    """The questions before it after which it can come."""
    asked = load_definition(question.questionnaire_id).asked
    return [one for one in asked if one.question.position < question.position and can_come_after(question, one)]


PAGES = (
    Page("<int:pk>/bedingung/", "condition", condition_page, "needs.change_question", _("Bedingung ändern")),
    Page("<int:pk>/verschieben/", "move", move_page, "needs.change_question"),
)


@admin.register(Question)
class QuestionAdmin(NeedsAdmin):
    form = QuestionForm
    list_display = ("number", "text", "questionnaire", "kind")
    list_display_links = ("number", "text")
    list_filter = ("questionnaire",)
    lookups = ("questionnaire__id__exact",)
    list_select_related = ("questionnaire",)
    search_fields = ("text", "key")
    ordering = ("questionnaire__name", "-questionnaire__number", "position", "pk")
    fieldsets = FIELDSETS
    inlines = (OptionInline,)
    # Deleted on its own page only, where what depends on it is named.
    actions = None
    change_form_template = "admin/needs/question.html"

    @admin.display(description=_("Bedingung"))
    def asked_when(self, question):
        asked = load_definition(question.questionnaire_id).asked if question.pk else ()
        return " ".join(conditions(question, asked)) or gettext("Wird immer gefragt.")

    def get_queryset(self, request):
        return super().get_queryset(request).for_lists()

    def get_readonly_fields(self, request, obj=None):
        return ("asked_when", *(("questionnaire", "key") if obj else ()))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        drafts = Questionnaire.objects.drafts().in_order()
        field = super().formfield_for_foreignkey(db_field, request, queryset=drafts, **kwargs)
        field.error_messages["invalid_choice"] = _("Wählen Sie einen Fragebogen, der noch nicht festgeschrieben ist.")
        return field

    def has_change_permission(self, request, obj=None):
        return is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return is_draft(obj) and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.position = next_position(obj.questionnaire)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        number_options(form.instance)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context["is_frozen"] = not is_draft(obj)
            context["questionnaire_url"] = address_of(obj.questionnaire)
            context["links"] = links_to(PAGES, request.user, obj) if is_draft(obj) else []
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_post_save_add(self, request, obj):
        return self.response_post_save_change(request, obj)

    def response_post_save_change(self, request, obj):
        """Back to the list in which it stands."""
        return HttpResponseRedirect(f"{address_of(obj.questionnaire)}#frage-{obj.number}")

    def delete_view(self, request, object_id, extra_context=None):
        """Back to the list in which it stood."""
        question = self.get_object(request, unquote(object_id))
        response = super().delete_view(request, object_id, extra_context)
        is_gone = question is not None and response.status_code == HTTPStatus.FOUND
        return redirect(address_of(question.questionnaire)) if is_gone else response

    def get_urls(self):
        return [*urls_of(PAGES, self), *super().get_urls()]


def is_draft(question: Question | None) -> bool:
    return question is None or question.questionnaire.frozen_at is None
