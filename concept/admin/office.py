"""The Seniorenbüro question at the desk: tasks, options, criteria, what both sides say, and offices elsewhere."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concept.models import OfficeArgument, OfficeCriterion, OfficeElsewhere, OfficeOption, OfficeTask, Voice
from concept.office import arguments
from needs.admin.desk import NeedsAdmin, marked, say_what_to_do, show
from workshops.admin.desk import Page, urls_of

# Whoever decides which options there are speaks for the planning, whoever else may write for the Seniorenbeirat.
PLANS = "concept.change_officeoption"


class OfficeForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_to_do(self)


class OfficeAdmin(NeedsAdmin):
    form = OfficeForm
    actions = None
    ordering = ("position", "pk")


@admin.register(OfficeTask)
class OfficeTaskAdmin(OfficeAdmin):
    fields = ("name", "description", "topics", "option_key", "position")
    list_display = ("name", "chosen_topics", "position")
    autocomplete_fields = ("topics",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("topics")

    @admin.display(description=_("Themen"))
    def chosen_topics(self, task):
        return ", ".join(topic.plain_name for topic in task.topics.all())


@admin.register(OfficeOption)
class OfficeOptionAdmin(OfficeAdmin):
    fields = ("name", "description", "position")
    list_display = ("name", "description", "position")


@admin.register(OfficeCriterion)
class OfficeCriterionAdmin(OfficeAdmin):
    fields = ("name", "position")
    list_display = ("name", "position")


def voice_of(user) -> Voice:
    """By role, never chosen: nobody speaks for the other side."""
    return Voice.PLANNING if user.has_perm(PLANS) else Voice.COUNCIL


def arguments_page(request):
    """What both sides say, side by side."""
    return show(
        request,
        "concept/arguments.html",
        title=_("Beide Seiten nebeneinander"),
        model=OfficeArgument,
        options=arguments(),
        own=voice_of(request.user),
        may_add=request.user.has_perm("concept.add_officeargument"),
    )


PAGES = (Page("nebeneinander/", "both", arguments_page, "concept.view_officeargument"),)


@admin.register(OfficeArgument)
class OfficeArgumentAdmin(OfficeAdmin):
    """Each side writes, changes and deletes its own only."""

    fields = ("option", "criterion", "voice", "text")
    list_display = ("__str__", "voice", "written_on")
    list_filter = ("voice",)
    lookups = ("voice__exact",)
    list_select_related = ("option", "criterion")
    ordering = ("option__position", "criterion__position", "voice", "pk")
    change_list_template = "admin/concept/argument_list.html"

    def get_readonly_fields(self, request, obj=None):
        return ("option", "criterion", "voice") if obj else ()

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and is_own(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and is_own(request, obj)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        # The only choice is the own voice.
        own = voice_of(request.user)
        return super().formfield_for_choice_field(db_field, request, choices=[(own, own.label)], **kwargs)

    def save_model(self, request, obj, form, change):
        obj.written_on = timezone.localdate()
        super().save_model(request, obj, form, change)

    def get_urls(self):
        return [*urls_of(PAGES, self), *super().get_urls()]


def is_own(request, argument: OfficeArgument | None) -> bool:
    return argument is None or argument.voice == voice_of(request.user)


@admin.register(OfficeElsewhere)
class OfficeElsewhereAdmin(OfficeAdmin):
    fields = ("name", "town", "tasks", "sponsor", "staff", "source", "as_of")
    list_display = ("title", "town", "sponsor", "as_of")
    search_fields = ("name", "town")
    ordering = ("town", "name", "pk")

    @admin.display(description=_("Name"), ordering="name")
    def title(self, office):
        return marked(office)
