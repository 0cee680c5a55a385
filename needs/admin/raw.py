"""Single forms as they were answered, and who read them: for the role "Auswertung" alone, with a reason."""

from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from needs.admin.desk import NeedsAdmin, show_form
from needs.admin.reading import READS_RAW, ReasonForm, keep_reason, read_raw, reason_of_today
from needs.models import RawReading, Submission
from workshops.models import StakeholderGroup

LIST = "admin:needs_submission_changelist"
# What the list can be narrowed to, and how the note of a reading says it.
FILTERS = {
    "wave__id__exact": _("Befragung"),
    "channel__exact": _("Weg"),
    "is_flagged__exact": _("auffällig"),
}


class ReadOnly(NeedsAdmin):
    """Nobody writes here, and no rows leave."""

    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Submission)
class SubmissionAdmin(ReadOnly):
    list_display = ("title", "wave", "month", "channel", "groups", "place", "age_band", "is_flagged")
    list_filter = ("wave", "channel", "is_flagged")
    lookups = tuple(FILTERS)
    list_select_related = ("wave", "area")
    # By its key, which is drawn by chance: every other order could tell who came when.
    ordering = ("pk",)
    sortable_by = ()
    fields = (
        "title", "wave", "month", "channel", "language", "minutes", "groups", "place", "age_band", "sex",
        "is_helped", "provider", "batch", "is_flagged", "answers_given", "texts",
    )  # fmt: skip

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and request.user.has_perm(READS_RAW)

    def changelist_view(self, request, extra_context=None):
        """Once a day the reason; each page of the list is noted."""
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        form = ReasonForm(request.POST or None)
        if form.is_valid():
            keep_reason(request, form.cleaned_data["reason"])
            return redirect(LIST)
        if form.is_bound or not reason_of_today(request):
            title, button = _("Einzelne Bögen lesen"), _("Weiter zu den Bögen")
            return show_form(request, form, title=title, button=button, model=Submission)
        read_raw(request, _list_in_words(request))
        return super().changelist_view(request, extra_context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        submission = self.get_object(request, object_id)
        if submission is None or not self.has_view_permission(request, submission):
            return super().change_view(request, object_id, form_url, extra_context)
        if not read_raw(request, gettext("Bogen %(key)s") % {"key": object_id[:8]}, wave=submission.wave):
            return redirect(LIST)
        return super().change_view(request, object_id, form_url, extra_context)

    @admin.display(description=_("Bogen"))
    def title(self, submission):
        name = gettext("Bogen %(key)s") % {"key": str(submission.pk)[:8]}
        return gettext("Beispiel: %(name)s") % {"name": name} if submission.wave.is_example else name

    @admin.display(description=_("Monat"))
    def month(self, submission):
        return date_format(submission.received_in, "F Y")

    @admin.display(description=_("Gruppen"))
    def groups(self, submission):
        return ", ".join(str(StakeholderGroup(role).label) for role in submission.roles)

    @admin.display(description=_("Stadtteil"))
    def place(self, submission):
        return submission.area or submission.get_no_district_display()

    @admin.display(description=_("Antworten"))
    def answers_given(self, submission):
        answers = submission.answers.select_related("question", "option", "topic", "topic_group", "offer")
        return format_html(
            "<ul>{}</ul>",
            format_html_join(
                "",
                "<li>{}</li>",
                ([_in_words(answer)] for answer in answers.order_by("question__position", "topic_group", "pk")),
            ),
        )

    @admin.display(description=_("Beiträge in freiem Text"))
    def texts(self, submission):
        """Their numbers; the words are read on their own page."""
        links = (
            (reverse("admin:needs_contribution_change", args=[text.pk]), text)
            for text in submission.contributions.order_by("pk")
        )
        return format_html_join(" ", '<a href="{}">{}</a>', links)


def _list_in_words(request) -> str:
    """ "Liste der Bögen, Seite 1, Befragung 3, Weg paper": what of it was read."""
    page = gettext("Liste der Bögen, Seite %(page)s") % {"page": request.GET.get("p", "1")[:20]}
    narrowed = (f"{label} {request.GET[name][:20]}" for name, label in FILTERS.items() if name in request.GET)
    return ", ".join([page, *narrowed])


def _in_words(answer) -> str:
    about = answer.topic_group or answer.offer
    question = answer.question.text.replace("{worum}", str(about)) if about else answer.question.text
    return f"{question} {answer.option or answer.topic}"


@admin.register(RawReading)
class RawReadingAdmin(ReadOnly):
    list_display = ("what", "wave", "reason", "read_at", "read_by")
    list_select_related = ("wave", "read_by")
    ordering = ("-read_at", "-pk")
