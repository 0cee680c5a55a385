"""What the address of a list may ask for, parsed and validated by django-filter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from offers.listing import DAYS_AHEAD, Criteria
from offers.models import CostKind, Language, Listing, Mode
from offers.reference import Reference

# The search looks at the beginning only; but whoever writes a long plea must not lose the box with the numbers.
LONGEST_QUERY = 2_000
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


class KnownField(forms.Field):
    """A value that exists. It is looked up; a ChoiceField copies and walks through all areas at each request."""

    def __init__(self, *, known=(), **arguments):
        super().__init__(**arguments)
        self.known = known

    def validate(self, value):
        super().validate(value)
        if value and value not in self.known:
            raise ValidationError(self.error_messages["unknown"], params={"value": value})


class KnownFilter(django_filters.Filter):
    field_class = KnownField


def unknown(what) -> dict:
    return {"error_messages": {"unknown": what}}


class OfferFilter(django_filters.FilterSet):
    """One field a facet. Errors name the value and say what the list does instead."""

    q = django_filters.CharFilter(
        max_length=LONGEST_QUERY,
        error_messages={"max_length": _("Ihre Suche ist zu lang. Schreiben Sie weniger Wörter.")},
    )
    ort = KnownFilter(**unknown(_("Den Ort „%(value)s“ kennen wir nicht.")))
    thema = KnownFilter(**unknown(_("Das Thema „%(value)s“ kennen wir nicht.")))
    kosten = KnownFilter(known=CostKind.values, **unknown(_("Bei den Kosten kennen wir „%(value)s“ nicht.")))
    art = KnownFilter(known=Mode.values, **unknown(_("Bei der Art der Hilfe kennen wir „%(value)s“ nicht.")))
    tag = KnownFilter(known=DAYS, **unknown(_("Den Tag „%(value)s“ kennen wir nicht.")))
    offen = KnownFilter(known=["jetzt"], **unknown(_("Bei den Zeiten kennen wir „%(value)s“ nicht.")))
    stufenlos = KnownFilter(known=["ja"], **unknown(_("Bei den Stufen kennen wir „%(value)s“ nicht.")))
    sprache = KnownFilter(known=Language.values, **unknown(_("Die Sprache „%(value)s“ kennen wir nicht.")))
    zielgruppe = KnownFilter(**unknown(_("Die Gruppe „%(value)s“ kennen wir nicht.")))

    class Meta:
        model = Listing
        fields = ()

    def __init__(self, *, reference: Reference):
        super().__init__(queryset=Listing.objects.none())
        self.filters["ort"].extra["known"] = reference.areas
        self.filters["thema"].extra["known"] = reference.themes
        self.filters["zielgruppe"].extra["known"] = reference.audiences


@lru_cache(maxsize=1)
def form_class(reference: Reference) -> type[forms.Form]:
    """The form of the address, made once for each version of the catalogue."""
    return OfferFilter(reference=reference).get_form_class()


@dataclass(frozen=True)
class Asked:
    """An address as understood: the valid values, and sentences about the others."""

    values: dict[str, str]
    problems: list[str]


def read_address(data, *, reference: Reference) -> Asked:
    """Valid parameters as they stand, each unknown one as a sentence; never raises."""
    form = form_class(reference)(data)
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
    return _days_from(timezone.localdate(now))


@lru_cache(maxsize=1)
def _days_from(today: date) -> list[tuple[str, str, date]]:
    names = ["heute", "morgen"]
    names += [list(WEEKDAYS)[(today.weekday() + ahead) % DAYS_AHEAD] for ahead in range(2, DAYS_AHEAD)]
    return [
        (name, f"{DAYS[name]}, {date_format(today + timedelta(days=ahead), 'j. F')}", today + timedelta(days=ahead))
        for ahead, name in enumerate(names)
    ]
