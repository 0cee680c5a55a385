"""The log and the deletion protocol at the desk: read by those who plan, checked by who reads it, never changed."""

from django import forms
from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concept.actions.log import Checked, forget_content, verify_log
from concept.models import CountPurge, LogLine
from needs.admin.desk import NeedsAdmin, address_of, links_to, show_form
from offers.admin.desk import KeptFromTable
from workshops.admin.desk import Page, carry_out, note, urls_of


class CheckForm(forms.Form):
    known = forms.CharField(
        label=_("Ende der Kette, das Sie notiert haben"),
        max_length=64,
        required=False,
        help_text=_("Nur damit fällt auf, wenn am Ende etwas fehlt. 64 Zeichen aus der letzten Prüfung."),
    )


class ForgetForm(forms.Form):
    """A button; what it does stands beside it."""


def check_page(request):
    """Goes along the whole chain."""
    form = CheckForm(request.POST or None)
    known = form.cleaned_data["known"].strip() if form.is_valid() else ""
    lines = _told(verify_log(known=known))
    return show_form(request, form, title=_("Kette prüfen"), button=_("Prüfen"), model=LogLine, lines=lines)


def _told(checked: Checked) -> list[str]:
    found = {"lines": checked.lines, "forgotten": checked.forgotten, "broken": ", ".join(map(str, checked.broken))}
    if checked.broken:
        return [gettext("Der Nachweis ist verändert. Diese Einträge stimmen nicht: %(broken)s.") % found]
    if not checked.is_known:
        return [gettext("Das notierte Ende kommt nicht vor: Am Ende des Nachweises fehlen Einträge.")]
    return [
        gettext("%(lines)d Einträge, die Kette hält. Bei %(forgotten)d ist der Inhalt gelöscht.") % found,
        gettext("Ende der Kette: %(head)s") % {"head": checked.head},
    ]


def forget_page(request, pk: int):
    """Where a content tells of a person after all: it goes, the line and the chain stay."""
    line = get_object_or_404(LogLine, pk=pk)
    form = ForgetForm(request.POST if request.method == "POST" else None)
    if carry_out(form, lambda typed: forget_content(position=line.position) or line):
        note(request, line, gettext("Inhalt gelöscht"))
        messages.success(request, gettext("Der Inhalt ist gelöscht. Die Kette hält weiter."))
        return redirect(address_of(line))
    return show_form(
        request,
        form,
        title=_("Inhalt löschen"),
        button=_("Inhalt löschen"),
        row=line,
        lines=[_("Danach sagt der Eintrag nur noch, dass etwas geschehen ist. Nichts bringt den Inhalt zurück.")],
    )


PAGES = (
    Page("pruefen/", "check", check_page, "concept.view_logline"),
    # Nobody but who runs the portal.
    Page("<int:pk>/vergessen/", "forget", forget_page, "concept.delete_logsalt", _("Inhalt löschen")),
)


@admin.register(LogLine)
class LogLineAdmin(NeedsAdmin):
    fields = ("position", "kind", "subject", "derived_from", "role", "happened_at", "digest", "chain")
    list_display = ("position", "kind", "subject", "sources", "role", "happened_at", "is_example")
    list_filter = ("kind",)
    lookups = ("kind__exact",)
    search_fields = ("subject",)
    ordering = ("-position",)
    actions = None
    change_list_template = "admin/concept/log.html"
    change_form_template = "admin/concept/log_line.html"

    @admin.display(description=_("folgt aus"))
    def sources(self, line):
        return ", ".join(line.derived_from)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["links"] = links_to(PAGES[1:], request.user, obj) if hasattr(obj, "salt") else []
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        return [*urls_of(PAGES, self), *super().get_urls()]


@admin.register(CountPurge)
class CountPurgeAdmin(KeptFromTable, NeedsAdmin):
    """Proof that the counts behind published figures went with the answers they were counted from."""

    list_display = ("release", "count", "purged_on")
    ordering = ("-purged_on", "-pk")
    actions = None

    def has_change_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        # Without the whole document of each.
        return super().get_queryset(request).select_related("release").defer("release__document")
