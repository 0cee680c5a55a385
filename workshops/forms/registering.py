"""The pages of a registration: who comes, how to reach them, what they need.

Each form reads what was typed on its page and adds it to a party. The same forms serve a new registration, whose
pages are kept in a draft, and the change of one.
"""

from dataclasses import replace

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from offers import telephone
from workshops.actions.drafts import INVITATION
from workshops.actions.parties import Contact, Party, Person
from workshops.models import MOST_PEOPLE, AccessKind, StakeholderGroup, Way, Workshop

PEOPLE, CONTACT, HELP = "personen", "erreichen", "hilfe"
TITLES = {PEOPLE: _("Wer kommt?"), CONTACT: _("Wie erreichen wir Sie?"), HELP: _("Was brauchen Sie?")}
CALL = "call"
LONGEST_NAME = 120
LONGEST_STREET = 160
LONGEST_TOWN = 80
LONGEST_TEXT = 500
# Enough for whoever reads again what they typed and shortens it; no page becomes a heap of text.
LONGEST_KEPT = 2_000
MOST_CHOICES = 20
PHONE_HINT = _("Tragen Sie die Telefonnummer mit Vorwahl ein, zum Beispiel 0631 3650.")
WITH_GROUP_ONLY = _(
    "Tragen Sie zu dieser Person den Namen ein. Kommt sie nicht mit? Dann wählen Sie „möchte ich nicht sagen“."
)


CONSENT_REASON = _(
    "Nur nötig, wenn Sie oben etwas gewählt oder geschrieben haben. Solche Angaben sagen etwas über Ihre Gesundheit. "
    "Das Gesetz schützt sie besonders (Artikel 9 der Datenschutz-Grundverordnung). Darum brauchen wir Ihre Erlaubnis. "
    "Nur wer die Hilfe vorbereitet, liest die Angaben. %(days)d Tage nach der Werkstatt löschen wir sie. Sie können "
    "die Erlaubnis jederzeit zurücknehmen."
)


class Line(forms.CharField):
    """One line of text, read without blanks too many; who typed too much is told how much fits."""

    def __init__(self, *, required_message="", max_length, autocomplete="off", attrs=None, **options):
        super().__init__(
            required=bool(required_message),
            max_length=max_length,
            error_messages={"required": required_message, "max_length": _("Kürzen Sie auf %(limit_value)d Zeichen.")},
            widget=forms.TextInput(attrs={"autocomplete": autocomplete, **(attrs or {})}),
            **options,
        )

    def to_python(self, value):
        return " ".join(super().to_python(value).split())

    def widget_attrs(self, widget):
        # The browser must not cut what was typed.
        return super().widget_attrs(widget) | {"maxlength": None}


def group_field(label) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[*StakeholderGroup.choices, ("", _("möchte ich nicht sagen"))],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Wählen Sie noch einmal aus.")},
    )


class PeopleForm(forms.Form):
    """One to three people; where the workshop is by invitation, first the code of the letter."""

    code = Line(
        label=_("Code aus Ihrem Brief"),
        help_text=_("12 Ziffern. Leerzeichen und Striche sind egal."),
        required_message=_("Tragen Sie den Code aus Ihrem Brief ein."),
        max_length=40,
        attrs={"inputmode": "numeric"},
    )
    name_1 = Line(
        label=_("Ihr Vorname und Nachname"),
        required_message=_("Tragen Sie Ihren Namen ein."),
        max_length=LONGEST_NAME,
        autocomplete="name",
    )
    group_1 = group_field(_("Wer sind Sie? (freiwillig)"))
    name_2 = Line(label=_("Vorname und Nachname der zweiten Person"), max_length=LONGEST_NAME)
    group_2 = group_field(_("Wer ist die zweite Person? (freiwillig)"))
    name_3 = Line(label=_("Vorname und Nachname der dritten Person"), max_length=LONGEST_NAME)
    group_3 = group_field(_("Wer ist die dritte Person? (freiwillig)"))

    def __init__(self, data=None, *, asks_code=False):
        super().__init__(data, label_suffix="")
        if not asks_code:
            del self.fields["code"]

    def clean(self):
        for number in range(2, MOST_PEOPLE + 1):
            if self.cleaned_data.get(f"group_{number}") and self.cleaned_data.get(f"name_{number}") == "":
                self.add_error(f"name_{number}", WITH_GROUP_ONLY)

    @property
    def people(self) -> list[Person]:
        typed = [
            Person(name=self.cleaned_data[f"name_{number}"], group=self.cleaned_data[f"group_{number}"])
            for number in range(1, MOST_PEOPLE + 1)
        ]
        return [person for person in typed if person.name]

    @property
    def companions(self) -> list[forms.BoundField]:
        """The fields of who else comes: they stand in a part of the page that opens."""
        return [self[f"{what}_{number}"] for number in range(2, MOST_PEOPLE + 1) for what in ("name", "group")]

    @property
    def has_companions(self) -> bool:
        return any(field.value() or field.errors for field in self.companions)

    def into(self, party: Party) -> Party:
        return replace(party, people=self.people, wheelchairs=min(party.wheelchairs, len(self.people)))


class ContactForm(forms.Form):
    """One way to reach a party; what belongs to the other ways isn't needed and isn't kept."""

    FIELDS = {Way.PHONE: ("phone",), Way.LETTER: ("street", "postal_code", "town"), Way.MAIL: ("email",)}
    MISSING = {
        "phone": PHONE_HINT,
        "street": _("Tragen Sie Straße und Hausnummer ein."),
        "postal_code": _("Tragen Sie die Postleitzahl ein: 5 Ziffern."),
        "town": _("Tragen Sie den Ort ein."),
        "email": _("Tragen Sie Ihre E-Mail-Adresse ein."),
    }

    way = forms.ChoiceField(
        label=_("Wie sollen wir uns bei Ihnen melden?"),
        help_text=_("Wählen Sie einen Weg. Füllen Sie nur aus, was zu diesem Weg gehört."),
        choices=[
            (Way.PHONE, _("Anruf: Wir rufen Sie an.")),
            (Way.LETTER, _("Brief: Wir schreiben Ihnen mit der Post.")),
            (Way.MAIL, _("E-Mail: Wir schreiben Ihnen eine E-Mail.")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Wählen Sie Anruf, Brief oder E-Mail."),
            "invalid_choice": _("Wählen Sie Anruf, Brief oder E-Mail."),
        },
    )
    phone = Line(
        label=_("Für den Anruf: Ihre Telefonnummer"),
        help_text=_("Mit Vorwahl, zum Beispiel 0631 3650."),
        max_length=40,
        autocomplete="tel",
        attrs={"inputmode": "tel"},
    )
    street = Line(
        label=_("Für den Brief: Straße und Hausnummer"), max_length=LONGEST_STREET, autocomplete="address-line1"
    )
    postal_code = Line(
        label=_("Für den Brief: Postleitzahl"),
        max_length=40,
        autocomplete="postal-code",
        attrs={"inputmode": "numeric"},
    )
    town = Line(label=_("Für den Brief: Ort"), max_length=LONGEST_TOWN, autocomplete="address-level2")
    email = Line(
        label=_("Für die E-Mail: Ihre E-Mail-Adresse"),
        help_text=_("Zum Beispiel name@beispiel.de"),
        max_length=254,
        autocomplete="email",
        attrs={"inputmode": "email"},
    )

    def __init__(self, data=None):
        super().__init__(data, label_suffix="")
        wanted = self.FIELDS.get(self["way"].value(), ())
        for name in self.MISSING:
            # Half an address of another way stays on the page and hinders nobody.
            if name not in wanted:
                self.fields[name].validators = []
            else:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = self.MISSING[name]

    def clean(self):
        check = {"phone": self._check_phone, "postal_code": self._check_postal_code, "email": self._check_email}
        for name in self.FIELDS.get(self.cleaned_data.get("way"), ()):
            if name in check and name in self.cleaned_data:
                check[name](self.cleaned_data[name])

    def _check_phone(self, typed: str) -> None:
        number = telephone.to_e164(typed)
        if number is None:
            self.add_error("phone", PHONE_HINT)
        else:
            self.cleaned_data["phone"] = number

    def _check_postal_code(self, typed: str) -> None:
        if not (typed.isascii() and typed.isdigit() and len(typed) == 5):
            self.add_error("postal_code", self.MISSING["postal_code"])

    def _check_email(self, typed: str) -> None:
        try:
            forms.EmailField().clean(typed)
        except forms.ValidationError:
            self.add_error("email", _("Prüfen Sie die E-Mail-Adresse. Sie sieht so aus: name@beispiel.de"))

    @property
    def contact(self) -> Contact:
        way = self.cleaned_data["way"]
        return Contact(way=way, **{name: self.cleaned_data[name] for name in self.FIELDS[way]})

    def into(self, party: Party) -> Party:
        return replace(party, contact=self.contact)


class HelpForm(forms.Form):
    """What is to be arranged: only what the workshop offers is asked. Consent is needed for it, and only for it."""

    needs = forms.MultipleChoiceField(
        label=_("Das können wir für Sie vorbereiten"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Das bieten wir hier nicht an. Wählen Sie noch einmal aus.")},
    )
    wheelchairs = forms.ChoiceField(
        label=_("Wie viele Plätze für Rollstühle brauchen Sie?"),
        help_text=_("Nur wenn Sie oben einen Platz für einen Rollstuhl gewählt haben."),
        required=False,
        initial="1",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Wählen Sie, wie viele Rollstühle kommen.")},
    )
    other = forms.CharField(
        label=_("Brauchen Sie etwas anderes? (freiwillig)"),
        help_text=_("Schreiben Sie, was wir tun sollen. Schreiben Sie keine Krankheiten."),
        required=False,
        max_length=LONGEST_TEXT,
        error_messages={"max_length": _("Ihr Text ist zu lang. Kürzen Sie ihn auf 500 Zeichen.")},
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": None}),
    )
    call_phone = Line(
        label=_("Ihre Telefonnummer, wenn wir Sie anrufen sollen"),
        help_text=_("Mit Vorwahl, zum Beispiel 0631 3650."),
        max_length=40,
        autocomplete="tel",
        attrs={"inputmode": "tel"},
    )
    consent = forms.MultipleChoiceField(
        label=_("Ihre Erlaubnis"),
        choices=[("yes", _("Ja, Sie dürfen diese Angaben bis dahin speichern."))],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data=None, *, workshop: Workshop, people: int = MOST_PEOPLE, phone: str = "", held=()):
        """`people` is how many come, `phone` the number in international form where they want to be called anyway.

        `held` is what was promised to them already: it can be kept though it is no longer offered.
        """
        super().__init__(data, label_suffix="")
        self.phone = phone
        self.fields["consent"].help_text = CONSENT_REASON % {"days": settings.NEEDS_DAYS}
        offered = offered_help(workshop, held)
        self.fields["needs"].choices = [
            *((kind, AccessKind(kind).label) for kind in offered),
            (CALL, _("Rufen Sie mich an. Ich erkläre am Telefon, was ich brauche.")),
        ]
        most = min(people, workshop.wheelchair_seats)
        if AccessKind.WHEELCHAIR in offered and most > 1:
            self.fields["wheelchairs"].choices = [(str(number), str(number)) for number in range(1, most + 1)]
        else:
            del self.fields["wheelchairs"]
        if phone:
            del self.fields["call_phone"]

    def clean(self):
        if CALL in self.cleaned_data.get("needs", ()) and not self.phone:
            self._check_call_phone()
        if (self.cleaned_data.get("needs") or self.cleaned_data.get("other")) and not self.cleaned_data.get("consent"):
            self.add_error(
                "consent", _("Geben Sie uns Ihre Erlaubnis. Oder nehmen Sie zurück, was Sie oben gewählt haben.")
            )

    def _check_call_phone(self) -> None:
        number = telephone.to_e164(self.cleaned_data.get("call_phone", ""))
        if number is None:
            self.add_error("call_phone", PHONE_HINT)
        else:
            self.phone = number

    @property
    def wheelchair_number(self) -> int:
        if AccessKind.WHEELCHAIR not in self.cleaned_data["needs"]:
            return 0
        return int(self.cleaned_data.get("wheelchairs") or 1)

    def into(self, party: Party) -> Party:
        """What staff had added to a need in words stays with it."""
        needs = {kind: party.needs.get(kind, "") for kind in self.cleaned_data["needs"]}
        if CALL in needs:
            needs[CALL] = telephone.in_words(self.phone)
        if self.cleaned_data["other"]:
            needs[str(AccessKind.OTHER)] = self.cleaned_data["other"]
        return replace(party, wheelchairs=self.wheelchair_number, needs=needs)


def offered_help(workshop: Workshop, held=()) -> list[str]:
    """What is asked: what staff arranges, save the words of one's own, which everybody may write."""
    offered = {*workshop.arranged_help, *held} - {AccessKind.OTHER}
    if not workshop.wheelchair_seats:
        offered.discard(AccessKind.WHEELCHAIR)
    return [kind for kind in AccessKind.values if kind in offered]


FORMS = {PEOPLE: PeopleForm, CONTACT: ContactForm, HELP: HelpForm}


def typed_on(page: str, sent: QueryDict) -> dict[str, str | list[str]]:
    """What was typed on a page, as it is kept: all of it but the code of an invitation, which is kept nowhere."""
    return {
        name: [_kept(text) for text in sent.getlist(name)[:MOST_CHOICES]]
        if isinstance(field, forms.MultipleChoiceField)
        else _kept(sent.get(name, ""))
        for name, field in FORMS[page].base_fields.items()
        if name != "code"
    }


def _kept(text: str) -> str:
    """At most so much, without NUL bytes, which PostgreSQL doesn't keep."""
    return text.replace("\0", "")[:LONGEST_KEPT]


def without_who_left(typed: dict, before: dict) -> dict:
    """Whose name was taken out doesn't come: the group that still stands beside it is that of nobody."""
    gone = [
        f"group_{number}"
        for number in range(2, MOST_PEOPLE + 1)
        if before.get(f"name_{number}") and not typed[f"name_{number}"].strip()
    ]
    return typed | dict.fromkeys(gone, "")


def read_pages(workshop: Workshop, data: dict, held=()) -> dict[str, forms.Form]:
    """The form of each page with what was typed there, right or wrong; a page that nobody sent has none of it."""
    people = PeopleForm(data.get(PEOPLE), asks_code=workshop.is_by_invitation and INVITATION not in data)
    contact = ContactForm(data.get(CONTACT))
    number = len(people.people) if people.is_valid() else MOST_PEOPLE
    phone = contact.contact.phone if contact.is_valid() else ""
    return {
        PEOPLE: people,
        CONTACT: contact,
        HELP: HelpForm(data.get(HELP), workshop=workshop, people=number, phone=phone, held=held),
    }


def pages_of(party: Party) -> dict:
    """A party as if it had been typed, for whoever changes it."""
    groups_and_names = {
        f"{what}_{number}": text
        for number, person in enumerate(party.people, start=1)
        for what, text in (("name", person.name), ("group", person.group))
    }
    pages = {INVITATION: True, PEOPLE: groups_and_names}
    if party.contact:
        phone = telephone.in_words(party.contact.phone) if party.contact.phone else ""
        pages[CONTACT] = {**vars(party.contact), "phone": phone}
    needs = dict(party.needs)
    pages[HELP] = {
        "other": needs.pop(str(AccessKind.OTHER), ""),
        "needs": list(needs),
        "wheelchairs": str(party.wheelchairs or 1),
        "call_phone": needs.get(CALL, ""),
        "consent": ["yes"] if party.needs else [],
    }
    return pages


def party_from(pages: dict[str, forms.Form]) -> Party | None:
    """The party of all pages; None while something on one of them is missing or wrong."""
    if not all(form.is_valid() for form in pages.values()):
        return None
    party = Party(people=[])
    for form in pages.values():
        party = form.into(party)
    return party
