"""Chapters at the desk: their texts, their order, and the whole draft to look at."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from concept.actions.chapters import add_chapter, ensure_chapters, place_chapter
from concept.document import NOT_WRITTEN, assemble
from concept.models import Chapter, Release, ReleaseState
from concept.printing import draft_pdf
from needs.admin.desk import NeedsAdmin, say_what_to_do
from offers.printing import PrinterIsBusy, as_response
from workshops.admin.desk import Page, urls_of

LIST = "admin:concept_chapter_changelist"


@require_POST
def ensure_page(request: HttpRequest) -> HttpResponse:
    count = ensure_chapters()
    words = ngettext("%(count)d Kapitel ist neu.", "%(count)d Kapitel sind neu.", count) % {"count": count}
    messages.success(request, words if count else gettext("Alle üblichen Kapitel sind schon da."))
    return redirect(LIST)


def preview_page(request: HttpRequest, release_id: int) -> HttpResponse:
    """The draft as it would be published now; nothing of it is kept."""
    release = _in_work(release_id)
    document = assemble(release, is_draft=True)
    return render(request, "concept/release.html", {"release": release, "document": document})


def preview_pdf(request: HttpRequest, release_id: int) -> HttpResponse:
    release = _in_work(release_id)
    try:
        content = draft_pdf(release, assemble(release, is_draft=True), now=timezone.now())
    except PrinterIsBusy as busy:
        messages.warning(request, str(busy))
        return redirect(LIST)
    return as_response(content, filename=f"entwurf-stand-{release.number}.pdf")


def _in_work(release_id: int) -> Release:
    return get_object_or_404(Release.objects.exclude(state=ReleaseState.PUBLISHED), pk=release_id)


PAGES = (
    Page("ueblich/", "ensure", ensure_page, "concept.add_chapter"),
    Page("entwurf/<int:release_id>/", "preview", preview_page, "concept.view_chapter"),
    Page("entwurf/<int:release_id>/konzept.pdf", "preview_pdf", preview_pdf, "concept.view_chapter"),
)


class ChapterForm(forms.ModelForm):
    after = forms.ModelChoiceField(
        label=_("Steht nach"),
        queryset=Chapter.objects.none(),
        required=False,
        empty_label=_("am Anfang"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_to_do(self)
        others = Chapter.objects.exclude(pk=self.instance.pk).in_order()
        self.fields["after"].queryset = others
        before = others.filter(position__lt=self.instance.position) if self.instance.pk else others
        self.initial["after"] = before.values_list("pk", flat=True).last()


@admin.register(Chapter)
class ChapterAdmin(NeedsAdmin):
    form = ChapterForm
    list_display = ("__str__", "kind", "is_written", "changed_at")
    list_select_related = ("topic_group",)
    search_fields = ("title",)
    ordering = ("position", "pk")
    actions = None
    change_list_template = "admin/concept/chapter_list.html"

    def get_fields(self, request, obj=None):
        goal = ("goal",) if obj is None or obj.topic_group_id else ()
        hint = ("hint",) if obj and obj.hint else ()
        after = ("after",) if self.has_change_permission(request, obj) else ()
        return (*hint, "number", "title", *after, "kind", "topic_group", *goal, "text")

    def get_readonly_fields(self, request, obj=None):
        """What the portal puts below a chapter is decided when it is made."""
        return ("hint", "kind", "topic_group") if obj else ("hint",)

    @admin.display(description=_("Text"))
    def is_written(self, chapter):
        return _("geschrieben") if chapter.text.strip() else NOT_WRITTEN

    def save_model(self, request, obj, form, change):
        after = form.cleaned_data["after"]
        after_id = after.pk if after else None
        if not change:
            add_chapter(obj, after_id=after_id)
            return
        super().save_model(request, obj, form, change)
        if "after" in form.changed_data:
            place_chapter(chapter_id=obj.pk, after_id=after_id)

    def changelist_view(self, request, extra_context=None):
        releases = Release.objects.exclude(state=ReleaseState.PUBLISHED).newest_first()
        context = {"in_work": releases, "may_add": self.has_add_permission(request)}
        return super().changelist_view(request, context | (extra_context or {}))

    def get_urls(self):
        return [*urls_of(PAGES, self), *super().get_urls()]
