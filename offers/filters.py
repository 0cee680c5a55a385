"""What the address of a list may ask for, parsed and validated by django-filter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import django_filters
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from offers.listing import DAYS_AHEAD, Criteria
from offers.models import CostKind, Language, Listing, Mode
from offers.reference import Reference

LONGEST_QUERY = 200
WEEKDAYS = {
    "montag": _("Montag"),
    "dienstag": _("Dienstag"),
    "mittwoch": _("Mittwoch"),
    "donnerstag": _("Donnerstag"),
    "freitag": _("Freitag"),
    "samstag": _("Samstag"),
    "sonntag": _("Sonntag"),
}
DAYS = {"heute": _("heute"), "morgen": _("morgen")} | WEEKDAYS


def unknown(what) -> dict:
    return {"error_messages": {"invalid_choice": what}}


class OfferFilter(django_filters.FilterSet):
    """One field a facet. Errors name the value and say what the list does instead."""

    q = django_filters.CharFilter(
        max_length=LONGEST_QUERY,
        error_messages={"max_length": _("Ihre Suche ist zu lang. Schreiben Sie weniger Wörter.")},
    )
    ort = django_filters.ChoiceFilter(**unknown(_("Den Ort „%(value)s“ kennen wir nicht.")))
    thema = django_filters.ChoiceFilter(**unknown(_("Das Thema „%(value)s“ kennen wir nicht.")))
    kosten = django_filters.ChoiceFilter(
        choices=CostKind.choices, **unknown(_("Bei den Kosten kennen wir „%(value)s“ nicht."))
    )
    art = django_filters.ChoiceFilter(
        choices=Mode.choices, **unknown(_("Bei der Art der Hilfe kennen wir „%(value)s“ nicht."))
    )
    tag = django_filters.ChoiceFilter(choices=DAYS.items, **unknown(_("Den Tag „%(value)s“ kennen wir nicht.")))
    offen = django_filters.ChoiceFilter(
        choices=[("jetzt", _("jetzt offen"))],
        **unknown(_("Bei den Zeiten kennen wir „%(value)s“ nicht.")),
    )
    stufenlos = django_filters.ChoiceFilter(
        choices=[("ja", _("ohne Stufen"))], **unknown(_("Bei den Stufen kennen wir „%(value)s“ nicht."))
    )
    sprache = django_filters.ChoiceFilter(
        choices=Language.choices, **unknown(_("Die Sprache „%(value)s“ kennen wir nicht."))
    )
    zielgruppe = django_filters.ChoiceFilter(**unknown(_("Die Gruppe „%(value)s“ kennen wir nicht.")))

    class Meta:
        model = Listing
        fields = ()

    def __init__(self, data, *, reference: Reference):
        super().__init__(data, queryset=Listing.objects.none())
        self.filters["ort"].extra["choices"] = [(slug, area.name) for slug, area in reference.areas.items()]
        self.filters["thema"].extra["choices"] = [(slug, theme.name) for slug, theme in reference.themes.items()]
        self.filters["zielgruppe"].extra["choices"] = list(reference.audiences.items())


@dataclass(frozen=True)
class Asked:
    """An address as understood: the valid values, and sentences about the others."""

    values: dict[str, str]
    problems: list[str]


def read_address(data, *, reference: Reference) -> Asked:
    """Valid parameters as they stand, each unknown one as a sentence; never raises."""
    form = OfferFilter(data, reference=reference).form
    form.is_valid()
    values = {name: value for name, value in form.cleaned_data.items() if value}
    return Asked(values, list(_problems(form.errors)))


def _problems(errors) -> Iterable[str]:
    for messages in errors.values():
        for message in messages:
            yield _("%(problem)s Sie sehen die Angebote ohne diese Auswahl.") % {"problem": message[:300]}


def criteria_of(values: dict[str, str], *, reference: Reference, now: datetime) -> Criteria:
    area = reference.areas.get(values.get("ort", ""))
    return Criteria(
        area=area and area.pk,
        theme=values.get("thema", ""),
        cost=values.get("kosten", ""),
        mode=values.get("art", ""),
        audience=values.get("zielgruppe", ""),
        language=values.get("sprache", ""),
        step_free="stufenlos" in values,
        day=day_of(values["tag"], now=now) if "tag" in values else None,
        open_now="offen" in values,
    )


def day_of(name: str, *, now: datetime) -> date:
    """ "heute", "morgen" or the next day of that name, today included."""
    today = timezone.localdate(now)
    ahead = {"heute": 0, "morgen": 1}
    ahead |= {weekday: (place - today.weekday()) % DAYS_AHEAD for place, weekday in enumerate(WEEKDAYS)}
    return today + timedelta(days=ahead[name])


def days_to_choose(*, now: datetime) -> list[tuple[str, str, date]]:
    """Value, words and date of the next seven days: heute, morgen, then by their names."""
    today = timezone.localdate(now)
    names = ["heute", "morgen"]
    names += [list(WEEKDAYS)[(today.weekday() + ahead) % DAYS_AHEAD] for ahead in range(2, DAYS_AHEAD)]
    return [
        (name, f"{DAYS[name]}, {date_format(today + timedelta(days=ahead), 'j. F')}", today + timedelta(days=ahead))
        for ahead, name in enumerate(names)
    ]
