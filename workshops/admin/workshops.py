"""The workshop at the desk: its list, and its form in the order of the public page."""

from django import forms
from django.contrib import admin, messages
from django.db.models import DateTimeField, URLField
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from offers.admin.desk import DeskAdmin, WorkFilter
from workshops.actions.seats import move_up
from workshops.admin import calls, invitations, lists, minutes, moves, moving, queue, registering, room
from workshops.admin.desk import day_and_time_widget, links_to, rows_address, urls_of
from workshops.admin.workshop_form import WorkshopForm
from workshops.models import NamedList, State, Workshop
from workshops.words import title_words, when_words
from workshops.work import WORK

# The pages of a workshop, as its life goes; so its links stand together.
STAGES = (
    (_("Anmeldung"), (*registering.PAGES, *queue.PAGES, *calls.PAGES, *invitations.PAGES)),
    (_("Am Tag"), room.PAGES),
    (_("Danach"), minutes.PAGES),
    (_("Termin"), moving.PAGES),
)
PAGES = (*(page for _stage, pages in STAGES for page in pages), *lists.PAGES)
# The public page from top to bottom.
PAGE_ORDER = (
    (_("Was"), ("title", "slug", "summary", "is_example", "series")),
    (_("Wann und wo"), ("starts_at", "ends_at", "place", "room", "hybrid_link")),
    (_("Plätze"), ("seats", "wheelchair_seats", "hours_to_confirm")),
    (_("Hilfen bei der Teilnahme"), ("arranged_help",)),
    (_("Ablauf"), ("agenda",)),
    (
        _("Anmeldung"),
        ("registration_phone", "registration_opens_at", "registration_closes_at", "is_by_invitation", "invited_groups"),
    ),
    (_("Themen und Stadtteile"), ("topics", "areas")),
    (_("Stand"), ("state", "state_reason")),
)
KNOWN_TO_PEOPLE = ("slug", "is_example", "starts_at", "ends_at", "place")


class WorkshopWorkFilter(WorkFilter):
    work = WORK


@admin.register(Workshop)
class WorkshopAdmin(DeskAdmin):
    form = WorkshopForm
    list_display = ("name", "when", "place", "standing", "seats_in_words")
    list_filter = (WorkshopWorkFilter, "state", ("series", admin.RelatedOnlyFieldListFilter))
    search_fields = ("title", "summary", "place__name")
    ordering = ("-starts_at", "-pk")
    actions = moves.LIST_ACTIONS
    autocomplete_fields = ("topics", "areas")
    formfield_overrides = {
        DateTimeField: {"form_class": forms.DateTimeField, "widget": day_and_time_widget()},
        URLField: {"assume_scheme": "https"},
    }
    change_form_template = "admin/workshops/workshop_form.html"

    def get_queryset(self, request):
        return super().get_queryset(request).for_cards().with_waiting()

    def get_list_display(self, request):
        may_register = request.user.has_perm("workshops.add_registration")
        return (*self.list_display, "register_link") if may_register else self.list_display

    @admin.display(description=_("Werkstatt"), ordering="title")
    def name(self, workshop):
        return title_words(workshop)

    @admin.display(description=_("Wann"), ordering="starts_at")
    def when(self, workshop):
        return when_words(workshop)

    @admin.display(description=_("Stand"), ordering="state")
    def standing(self, workshop):
        return workshop.standing(timezone.now()).label

    @admin.display(description=_("Plätze"))
    def seats_in_words(self, workshop):
        return taken_words(workshop)

    @admin.display(description=_("Anmelden"))
    def register_link(self, workshop):
        if not is_ahead(workshop):
            return ""
        # Read aloud with the title, so that links of the same words are told apart.
        words = gettext("Jemanden anmelden")
        url = reverse("admin:workshops_workshop_register", args=[workshop.pk])
        return format_html('<a href="{}" aria-label="{}: {}">{}</a>', url, words, workshop, words)

    def has_delete_permission(self, request, obj=None):
        # Once people know of it, it can only be called off.
        is_draft = obj is not None and obj.state == State.DRAFT
        return is_draft and super().has_delete_permission(request, obj)

    def get_changeform_initial_data(self, request):
        return {"registration_opens_at": timezone.now()} | super().get_changeform_initial_data(request)

    def get_form(self, request, obj=None, change=False, **kwargs):
        # A class of its own for each request.
        form = super().get_form(request, obj, change=change, **kwargs)
        form.may_cancel = request.user.has_perm("workshops.change_registration")
        return form

    def get_fieldsets(self, request, obj=None):
        parts = PAGE_ORDER if obj else PAGE_ORDER[:-1]
        groups = [(name, {"fields": fields}) for name, fields in parts]
        if obj and is_ahead(obj) and self.has_change_permission(request, obj):
            groups[1][1]["description"] = format_html(
                '{} <a href="{}">{}</a>',
                gettext("Tag und Ort kennen die Angemeldeten schon."),
                reverse("admin:workshops_workshop_move", args=[obj.pk]),
                gettext("Verschieben"),
            )
        return groups

    def get_readonly_fields(self, request, obj=None):
        return ("state", "state_reason", *(KNOWN_TO_PEOPLE if is_known(obj) else ()))

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ("title",)}

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        can_change = obj is not None and self.has_change_permission(request, obj)
        context["moves"] = moves.moves_from(obj.state) if can_change else {}
        context["links"] = page_links(obj, request.user) if obj else []
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        if not change:
            super().save_model(request, obj, form, change)
            return
        columns = {field.name for field in self.opts.concrete_fields}
        obj.save(update_fields=columns & {*form.changed_data})
        if {"seats", "wheelchair_seats"} & {*form.changed_data}:
            tell_who_moved_up(request, move_up(obj, now=timezone.now()))

    def response_change(self, request, obj):
        for name in moves.MOVES:
            if f"_{name}" in request.POST:
                moves.run(request, obj, name)
                return HttpResponseRedirect(request.path)
        return super().response_change(request, obj)

    def get_urls(self):
        return [*urls_of(PAGES, self), *super().get_urls()]


def is_known(workshop: Workshop | None) -> bool:
    """People have read its date and place."""
    return workshop is not None and workshop.state != State.DRAFT


def is_ahead(workshop: Workshop) -> bool:
    """People expect it to take place."""
    return workshop.state in (State.ANNOUNCED, State.CLOSED)


def taken_words(workshop: Workshop) -> str:
    """ "7 von 20 vergeben, 3 warten"; needs `with_waiting`."""
    taken = _("%(taken)d von %(seats)d vergeben") % {"taken": workshop.seats_taken, "seats": workshop.seats}
    if not workshop.waiting:
        return taken
    waiting = ngettext("%(count)d wartet", "%(count)d warten", workshop.waiting) % {"count": workshop.waiting}
    return f"{taken}, {waiting}"


def page_links(workshop: Workshop, user) -> list[tuple[str, list[dict]]]:
    """The pages of a workshop that make sense now, by the stages of its life, and the lists with names."""
    hidden = set() if is_ahead(workshop) else {"register", "move", "call_off"}
    hidden |= set() if workshop.is_by_invitation else {"invitations"}
    if not is_known(workshop):
        hidden = {page.name for page in PAGES} - {"copy"}
    groups = [
        (
            stage,
            links_to([page for page in pages if page.name not in hidden], user, model="workshop", pk=workshop.pk),
        )
        for stage, pages in STAGES
    ]
    if is_known(workshop):
        groups += [(_("Listen mit Namen"), _named_lists(workshop, user)), (_("Mehr"), _rows_of(workshop, user))]
    return [(stage, links) for stage, links in groups if links]


def _named_lists(workshop: Workshop, user) -> list[dict]:
    if not user.has_perm(lists.PAGES[0].permission):
        return []
    return [
        {"label": kind.label, "url": reverse("admin:workshops_workshop_list", args=[workshop.pk, kind])}
        for kind in NamedList
    ]


def _rows_of(workshop: Workshop, user) -> list[dict]:
    """What else belongs to a workshop: its registrations, its votes, its public page."""
    rows = (("registration", _("Anmeldungen")), ("priorityround", _("Abstimmungen")))
    links = [
        {
            "label": label,
            "url": rows_address(model, workshop),
        }
        for model, label in rows
        if user.has_perm(f"workshops.view_{model}")
    ]
    return [*links, {"label": _("Öffentliche Seite"), "url": workshop.get_absolute_url()}]


def tell_who_moved_up(request, count: int) -> None:
    if count:
        text = ngettext(
            "%(count)d Anmeldung ist von der Warteliste nachgerückt.",
            "%(count)d Anmeldungen sind von der Warteliste nachgerückt.",
            count,
        )
        messages.info(request, text % {"count": count})
