""" "Jemanden anmelden": one page in the order of a talk on the telephone; the same form changes a registration."""

import secrets
from collections.abc import Mapping
from types import MappingProxyType

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offers.telephone import in_words
from workshops.actions.parties import Contact, Party, Person, party_of
from workshops.actions.refusals import PartyHasChanged
from workshops.actions.telephone import change_as_shown, register_once, version_of
from workshops.admin.desk import Page, carry_out, international, note, show_form
from workshops.models import MOST_PEOPLE, AccessKind, AccessNeed, Origin, Registration, StakeholderGroup, Way, Workshop
from workshops.people import names_words, reach_words
from workshops.words import seats_words, when_words

# What is typed for each way; only that is kept.
FIELDS_OF = {Way.PHONE: ("phone",), Way.LETTER: ("street", "postal_code", "town"), Way.MAIL: ("email",)}
MISSING = {
    "phone": _("Tragen Sie die Telefonnummer mit Vorwahl ein, zum Beispiel 0631 3650."),
    "street": _("Tragen Sie Straße und Hausnummer ein."),
    "postal_code": _("Tragen Sie die Postleitzahl ein, fünf Ziffern."),
    "town": _("Tragen Sie den Ort ein."),
    "email": _("Tragen Sie die E-Mail-Adresse ein, zum Beispiel name@beispiel.de."),
}
NUMBERS = range(1, MOST_PEOPLE + 1)
CALL = "call"
# Of a companion "" means: as the first person.
NOT_SAID = "not_said"


class PartyForm(forms.Form):
    """Who comes, how to reach them, what they need. `workshop` says which help is offered.

    `held` is what somebody was promised already: it can be kept, in their words, though it is no longer offered.
    """

    name_1 = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Tragen Sie einen Namen ein.")}
    )
    name_2 = forms.CharField(label=_("Zweite Person"), max_length=120, required=False)
    name_3 = forms.CharField(label=_("Dritte Person"), max_length=120, required=False)
    way = forms.ChoiceField(label=_("Nachricht als"), choices=Way.choices, initial=Way.PHONE, widget=forms.RadioSelect)
    phone = forms.CharField(label=_("Telefon"), max_length=40, required=False)
    street = forms.CharField(label=_("Straße und Hausnummer"), max_length=160, required=False)
    postal_code = forms.CharField(
        label=_("Postleitzahl"),
        required=False,
        validators=[RegexValidator(r"^[0-9]{5}$", MISSING["postal_code"])],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 5}),
    )
    town = forms.CharField(label=_("Ort"), max_length=80, required=False, initial=lambda: settings.CITY_NAME)
    email = forms.EmailField(label=_("E-Mail"), required=False, error_messages={"invalid": MISSING["email"]})
    group_1 = forms.ChoiceField(
        label=_("Gruppe"), choices=[*StakeholderGroup.choices, ("", _("ohne Angabe"))], required=False
    )
    group_2 = forms.ChoiceField(label=_("Gruppe der zweiten Person"), required=False)
    group_3 = forms.ChoiceField(label=_("Gruppe der dritten Person"), required=False)
    wheelchairs = forms.TypedChoiceField(label=_("Plätze für Rollstühle"), coerce=int, initial=0)
    needs = forms.MultipleChoiceField(label=_("Hilfen"), required=False, widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(label=_("In eigenen Worten"), max_length=500, required=False)
    consent = forms.BooleanField(
        label=_(
            "Am Telefon gefragt: Wir dürfen die Angaben zur Hilfe speichern. Bald nach der Werkstatt löschen wir sie."
        ),
        required=False,
    )

    def __init__(self, *args, workshop: Workshop, held: Mapping[str, str] = MappingProxyType({}), **kwargs):
        super().__init__(*args, **kwargs)
        offers = {*workshop.arranged_help, *held}
        self.held, self.kind_of_words = held, AccessKind.OTHER if AccessKind.OTHER in offers else CALL
        self.initial["words"] = held.get(self.kind_of_words, "")
        for name in ("group_2", "group_3"):
            self.fields[name].choices = [
                ("", _("wie die erste Person")),
                *StakeholderGroup.choices,
                (NOT_SAID, _("ohne Angabe")),
            ]
        asked_as_number = {AccessKind.WHEELCHAIR} if workshop.wheelchair_seats else set()
        offered = [kind for kind in AccessKind if kind in offers and kind not in asked_as_number]
        self.fields["needs"].choices = [
            *((kind, kind.label) for kind in offered),
            (CALL, _("Wir sollen vorher anrufen")),
        ]
        self.fields["wheelchairs"].choices = [
            (number, number) for number in range(min(MOST_PEOPLE, workshop.wheelchair_seats) + 1)
        ]
        self.fields["name_1"].widget.attrs["autofocus"] = True

    def clean_phone(self) -> str:
        # What stands in the field of another way isn't kept, so nobody has to mend it.
        typed = self.cleaned_data["phone"]
        return international(typed) if self.cleaned_data.get("way") == Way.PHONE else typed

    def clean(self):
        data = self.cleaned_data
        for name in FIELDS_OF.get(data.get("way"), ()):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, MISSING[name])
        if AccessKind.OTHER in data.get("needs", ()) and not data.get("words"):
            self.add_error("words", _("Schreiben Sie, was gebraucht wird."))
        if self.asked_for() and not data.get("consent"):
            self.add_error(
                "consent",
                _("Fragen Sie, ob wir die Angaben zur Hilfe speichern dürfen. Ohne das Ja lassen Sie die Hilfen leer."),
            )
        if data.get("wheelchairs", 0) > sum(bool(data.get(f"name_{number}")) for number in NUMBERS):
            self.add_error("wheelchairs", _("Es können nicht mehr Rollstühle als Personen sein."))

    def asked_for(self) -> dict[str, str]:
        data, words = self.cleaned_data, self.cleaned_data.get("words", "")
        needs = {kind: self.held.get(kind, "") for kind in data.get("needs", ())}
        if data.get("wheelchairs"):
            needs[AccessKind.WHEELCHAIR] = self.held.get(AccessKind.WHEELCHAIR, "")
        if words or self.kind_of_words in needs:
            needs[self.kind_of_words] = words
        return needs

    def group(self, number: int) -> str:
        typed = self.cleaned_data[f"group_{number}"]
        return "" if typed == NOT_SAID else typed or self.cleaned_data["group_1"]

    def party(self) -> Party:
        data = self.cleaned_data
        return Party(
            people=[
                Person(name=data[f"name_{number}"], group=self.group(number))
                for number in NUMBERS
                if data[f"name_{number}"]
            ],
            contact=Contact(way=data["way"], **{name: data[name] for name in FIELDS_OF[data["way"]]}),
            wheelchairs=data["wheelchairs"],
            needs=self.asked_for(),
        )


class RegisteringForm(PartyForm):
    origin = forms.ChoiceField(
        label=_("Gemeldet"), choices=[(way, way.label) for way in (Origin.PHONE, Origin.LETTER)], initial=Origin.PHONE
    )
    # One for each opened page: a second click registers nobody twice.
    key = forms.CharField(widget=forms.HiddenInput, initial=lambda: secrets.token_urlsafe(16), min_length=20)


class ChangeForm(PartyForm):
    # What the page showed: a change that came in between isn't overwritten unseen.
    version = forms.CharField(widget=forms.HiddenInput, required=False)


FIELDSETS = (
    (_("Wer kommt?"), ("name_1", "name_2", "name_3")),
    (_("Wie erreichen wir Sie?"), ("way", "phone", "street", "postal_code", "town", "email")),
    (_("Für wen sprechen Sie?"), ("group_1", "group_2", "group_3")),
    (_("Was brauchen Sie?"), ("wheelchairs", "needs", "words", "consent")),
)


def register_page(request, pk: int):
    workshop = get_object_or_404(Workshop.objects.for_cards(), pk=pk)
    form = RegisteringForm(request.POST or None, workshop=workshop)
    registration = carry_out(
        form,
        lambda typed: register_once(
            key=typed["key"], workshop_id=pk, party=form.party(), origin=typed["origin"], now=timezone.now()
        ),
    )
    if registration is None:
        return _party_page(
            request,
            form,
            workshop,
            title=_("Jemanden anmelden"),
            button=_("Anmelden"),
            fieldsets=(*FIELDSETS, (_("Eingang"), ("origin", "key"))),
        )
    note(request, registration, gettext("Angemeldet"))
    return redirect("admin:workshops_registration_receipt", registration.pk)


def change_page(request, pk: int):
    registration = get_object_or_404(Registration.objects.for_lists(), pk=pk)
    workshop = registration.workshop
    held = {need.kind: need.text for need in registration.needs.all()}
    form = ChangeForm(request.POST or None, workshop=workshop, held=held, initial=_typed_before(registration))
    changed = carry_out(form, lambda typed: _change(form, pk))
    if changed is None:
        title, button = _("%(registration)s ändern") % {"registration": registration}, _("Änderung sichern")
        *others, (heading, fields) = FIELDSETS
        fieldsets = (*others, (heading, (*fields, "version")))
        return _party_page(request, form, workshop, title=title, button=button, fieldsets=fieldsets)
    note(request, registration, gettext("Geändert"))
    return redirect("admin:workshops_registration_change", pk)


def _change(form: ChangeForm, pk: int) -> Registration | None:
    shown = form.cleaned_data["version"]
    try:
        return change_as_shown(registration_id=pk, party=form.party(), shown=shown, now=timezone.now())
    except PartyHasChanged as refusal:
        # Sent again, it is about what stands there now.
        registration = Registration.objects.for_lists().get(pk=pk)
        form.data = form.data.copy()
        form.data["version"] = version_of(party_of(registration))
        form.add_error(None, [str(refusal), *_saved_words(registration)])
        return None


def _saved_words(registration: Registration) -> list[str]:
    """What is kept of a party now, to compare."""
    party, nothing = party_of(registration), gettext("keine")
    groups = dict(StakeholderGroup.choices) | {"": gettext("ohne Angabe")}
    kinds = dict(AccessNeed._meta.get_field("kind").choices)
    needs = [f"{kinds[kind]} „{words}“" if words else str(kinds[kind]) for kind, words in sorted(party.needs.items())]
    return [
        gettext("Jetzt gespeichert: %(names)s") % {"names": names_words(registration)},
        gettext("Nachricht: %(reach)s") % {"reach": reach_words(registration) or nothing},
        gettext("Gruppen: %(groups)s") % {"groups": ", ".join(str(groups[one.group]) for one in party.people)},
        gettext("Rollstühle: %(count)d") % {"count": party.wheelchairs},
        gettext("Hilfen: %(needs)s") % {"needs": ", ".join(needs) or nothing},
    ]


def _party_page(request, form, workshop: Workshop, **context):
    lines = [when_words(workshop), str(workshop.place), seats_words(workshop, workshop.standing(timezone.now()))]
    return show_form(request, form, workshop=workshop, lines=lines, **context)


def _typed_before(registration: Registration) -> dict:
    """A registration as the form shows it."""
    contact = getattr(registration, "contact", None)
    names = contact.names if contact else []
    groups = [guest.group for guest in sorted(registration.guests.all(), key=lambda guest: guest.position)]
    needs = [need.kind for need in registration.needs.all()]
    initial = {f"name_{number}": name for number, name in enumerate(names, start=1)}
    initial |= {f"group_{number}": group or (NOT_SAID if number > 1 else "") for number, group in enumerate(groups, 1)}
    initial |= {
        "wheelchairs": registration.wheelchairs,
        "needs": needs,
        "consent": bool(needs),
        "version": version_of(party_of(registration)),
    }
    if contact:
        initial["way"] = contact.way
        initial |= {name: getattr(contact, name) for name in FIELDS_OF[contact.way]}
        initial["phone"] = in_words(contact.phone) if contact.phone else ""
    return initial


PAGES = (Page("<int:pk>/anmelden/", "register", register_page, "workshops.add_registration", _("Jemanden anmelden")),)
