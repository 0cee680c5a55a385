"""The offer at the desk: its list, and its form in the order of the public page."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offers.actions import record_change
from offers.admin import checking, moves, versions
from offers.admin.contacts import OfferContactInline, inherited_contacts
from offers.admin.desk import DeskAdmin, WorkFilter, role_of
from offers.admin.times import ClosureInline, OpeningTimeInline
from offers.models import Offer, OfferProvider, OfferTopic, Status
from offers.work import WORK


class OfferWorkFilter(WorkFilter):
    work = WORK


class OfferProviderInline(admin.StackedInline):
    model = OfferProvider
    extra = 0
    autocomplete_fields = ("provider",)

    def get_queryset(self, request):
        return super().get_queryset(request).in_order().select_related("provider")


class OfferTopicInline(admin.StackedInline):
    model = OfferTopic
    extra = 0
    autocomplete_fields = ("topic",)

    def get_queryset(self, request):
        return super().get_queryset(request).in_order().select_related("topic")


# The public page from top to bottom: groups of fields, and rows of their own in between.
PAGE_ORDER = (
    (_("Was und für wen"), ("title", "slug", "summary", "description")),
    OfferContactInline,
    (_("So geht es"), ("steps", "registration")),
    (_("Kosten"), ("cost_kinds", "cost_amount", "cost_text")),
    (_("Für wen"), ("audience", "target_groups")),
    (_("Zeiten"), ("schedule_text", "valid_from", "valid_until", "closed_until", "closed_reason")),
    OpeningTimeInline,
    ClosureInline,
    (_("Wie und wo"), ("modes", "places", "place_note", "service_areas")),
    (_("Sprachen"), ("languages",)),
    OfferProviderInline,
    OfferTopicInline,
    (_("Geprüft"), ("status", "verified_on", "verified_how", "verified_by")),
    (_("Quelle und Notizen"), ("source", "source_date", "certainty", "internal_note", "opened_at")),
)


class OfferForm(forms.ModelForm):
    """Knows which version it was opened at: two people at one offer don't overwrite each other unseen."""

    opened_at = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opened_at"] = latest_number(self.instance)

    def clean(self):
        if self.instance.pk:
            # The lock lets the second of two people wait for the first, and then see what they did.
            Offer.objects.select_for_update().get(pk=self.instance.pk)
            if (self.cleaned_data.get("opened_at") or 0) != latest_number(self.instance):
                raise ValidationError(
                    _(
                        "Jemand hat dieses Angebot inzwischen geändert. Öffnen Sie es in einem neuen Fenster und "
                        "tragen Sie Ihre Änderung dort ein."
                    )
                )
        return super().clean()


def latest_number(offer: Offer) -> int:
    return offer.versions.latest_first().values_list("number", flat=True).first() or 0


# Only areas that an offer names: all of them would be 77 lines beside the list.
USED_AREAS = ("service_areas", admin.RelatedOnlyFieldListFilter)


@admin.register(Offer)
class OfferAdmin(DeskAdmin):
    form = OfferForm
    list_display = ("title", "status", "provider_names", "verified_on", "check_link")
    list_filter = (OfferWorkFilter, "status", "topics__group", "target_groups", USED_AREAS)
    search_fields = ("title", "summary", "providers__name", "topics__plain_name", "=id", "=code")
    ordering = ("sort_title", "pk")
    actions = ("verify_today", *moves.LIST_ACTIONS)
    inlines = tuple(part for part in PAGE_ORDER if not isinstance(part, tuple))
    autocomplete_fields = ("places", "service_areas")
    change_form_template = "admin/offers/offer/change_form.html"
    object_history_template = "admin/offers/offer/object_history.html"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("providers")

    @admin.display(description=_("Anbieter"))
    def provider_names(self, offer):
        return ", ".join(provider.short_name or provider.name for provider in offer.providers.all())

    @admin.display(description=_("Prüfung"))
    def check_link(self, offer):
        url = reverse("admin:offers_offer_check")
        return format_html('<a href="{}?ids={}">{}</a>', url, offer.pk, gettext("Prüfung eintragen"))

    @admin.action(description=_("Prüfung eintragen"), permissions=["change"])
    def verify_today(self, request, queryset):
        keys = ",".join(str(key) for key in queryset.values_list("pk", flat=True)[: checking.AT_MOST])
        return HttpResponseRedirect(f"{reverse('admin:offers_offer_check')}?ids={keys}")

    def has_delete_permission(self, request, obj=None):
        # People keep the address of an offer: it goes to the archive and says so.
        return False

    def get_fieldsets(self, request, obj=None):
        hidden = self.hidden_from(request)
        groups = [part for part in PAGE_ORDER if isinstance(part, tuple)]
        return [(name, {"fields": [field for field in fields if field not in hidden]}) for name, fields in groups]

    def hidden_from(self, request) -> frozenset[str]:
        """Notes may name people: who may only read doesn't read those."""
        return (
            frozenset()
            if self.has_change_permission(request)
            else frozenset({"internal_note", "verified_by", "opened_at"})
        )

    def lookup_allowed(self, lookup, value, request):
        """What someone may not read they can't ask for in the address of the list either."""
        is_hidden = lookup.partition("__")[0] in self.hidden_from(request)
        return not is_hidden and super().lookup_allowed(lookup, value, request)

    def get_readonly_fields(self, request, obj=None):
        moved_by_actions = ("status", "verified_on", "verified_how", "verified_by")
        known_to_people = obj and obj.status in (Status.PUBLISHED, Status.ARCHIVED)
        return (*moved_by_actions, "slug") if known_to_people else moved_by_actions

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ("title",)}

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "target_groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["parts"] = in_page_order(context["adminform"], context["inline_admin_formsets"])
        can_move = obj and self.has_change_permission(request, obj)
        context["moves"] = moves.moves_from(obj.status) if can_move else {}
        context["inherited"] = inherited_contacts(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change or form.has_changed() or any(formset.has_changed() for formset in formsets):
            event = gettext("geändert") if change else gettext("angelegt")
            role = role_of(request.user)
            before = form.instance.versions.latest_first().first()
            after = record_change(form.instance, by=request.user, role=role, event=event, now=timezone.now())
            checking.ask_again(request, before, after)

    def response_change(self, request, obj):
        for name in moves.MOVES:
            if f"_{name}" in request.POST:
                moves.run(request, obj, name)
                return HttpResponseRedirect(request.path)
        return super().response_change(request, obj)

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("heute-geprueft/", view(self.check_view), name="offers_offer_check"),
            path(
                "<int:object_id>/fassungen/<int:number>/",
                view(self.restore_view),
                name="offers_offer_restore",
            ),
            *super().get_urls(),
        ]

    def check_view(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied
        return checking.check_page(request, self)

    def history_view(self, request, object_id, extra_context=None):
        offer = self.get_object(request, unquote(object_id))
        if offer is None:
            raise Http404
        if not self.has_view_permission(request, offer):
            raise PermissionDenied
        return versions.history_page(request, self, offer)

    def restore_view(self, request, object_id, number):
        if not self.has_change_permission(request):
            raise PermissionDenied
        return versions.restore_version(request, object_id=object_id, number=number)


def in_page_order(adminform, formsets) -> list[dict]:
    """The groups of fields and the inlines, each at its place on the public page."""
    groups, inlines = iter(adminform), {type(formset.opts): formset for formset in formsets}
    parts = [
        {"fieldset": next(groups)} if isinstance(part, tuple) else {"inline": inlines.get(part)} for part in PAGE_ORDER
    ]
    return [part for part in parts if any(part.values())]
