"""Contact ways, typed as people type them."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from offers.models import Contact, ContactKind, Offer
from offers.telephone import in_words, to_e164

NUMBERS = (ContactKind.PHONE, ContactKind.FAX)
VALIDATORS = {
    ContactKind.EMAIL: EmailValidator(_("Tragen Sie eine E-Mail-Adresse ein, zum Beispiel name@beispiel.de.")),
    ContactKind.WEB: URLValidator(
        ["http", "https"], message=_("Tragen Sie die ganze Adresse ein, zum Beispiel https://www.beispiel.de.")
    ),
}


class ContactForm(forms.ModelForm):
    class Meta:
        model = Contact
        fields = ("kind", "value", "label", "hours", "note", "position")
        help_texts = {"value": _("Telefonnummern mit Vorwahl, zum Beispiel 0631 3650.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.kind in NUMBERS:
            self.initial["value"] = in_words(self.instance.value)

    def clean(self):
        """Numbers become international (E.164); mail and web addresses are checked."""
        kind, value = self.cleaned_data.get("kind"), self.cleaned_data.get("value")
        if kind and value:
            try:
                self.cleaned_data["value"] = clean_value(kind, value)
            except ValidationError as error:
                self.add_error("value", error)
        return self.cleaned_data


def clean_value(kind: str, value: str) -> str:
    """Raises ValidationError with a sentence that says what to type."""
    if kind in NUMBERS:
        number = to_e164(value)
        if number is None:
            raise ValidationError(
                _(
                    "Tragen Sie die Telefonnummer mit Vorwahl und nur in Ziffern ein, zum Beispiel 0631 3650. "
                    "Wörter schreiben Sie in das Feld „Hinweis“."
                )
            )
        return number
    if kind in VALIDATORS:
        VALIDATORS[kind](value)
    return value


class ContactInline(admin.StackedInline):
    model = Contact
    form = ContactForm
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).in_order()


class OfferContactInline(ContactInline):
    """Above the offer's own contacts stands what it has from its providers already."""

    template = "admin/offers/offer/contacts.html"


def inherited_contacts(offer: Offer | None) -> list[dict]:
    """The contacts of an offer's providers in words; of a new offer (None) there are none."""
    contacts = Contact.objects.inherited_by(offer) if offer else ()
    return [
        {
            "way": contact.get_kind_display(),
            "words": in_words(contact.value) if contact.kind in NUMBERS else contact.value,
            "provider": contact.provider,
        }
        for contact in contacts
    ]
