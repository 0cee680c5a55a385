"""Why something doesn't happen, in words for the person who wanted it."""

from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """An action refuses. `str()` of it is the sentence to show: what to do instead.

    What its sentence has places for is given by name, `OfferIsIncomplete(missing=["ein Thema"])`; a list is joined.
    """

    sentence = ""

    def __init__(self, **facts):
        super().__init__(facts)
        self.facts = {name: ", ".join(fact) if isinstance(fact, list) else fact for name, fact in facts.items()}

    def __str__(self) -> str:
        return str(self.sentence) % self.facts if self.facts else str(self.sentence)


class OfferCannotBeReached(Refusal):
    sentence = _(
        "Niemand kann dieses Angebot erreichen. Tragen Sie zuerst eine Telefonnummer, eine E-Mail-Adresse, "
        "eine Internetseite oder eine Anschrift ein, beim Angebot, beim Anbieter oder beim Treffpunkt."
    )


class OfferIsIncomplete(Refusal):
    """`missing` names what citizens couldn't do without, in the accusative: "ein Thema", "einen Anbieter"."""

    sentence = _("Tragen Sie zuerst das ein, was noch fehlt: %(missing)s.")


class OfferIsPublished(Refusal):
    sentence = _("Dieses Angebot ist schon veröffentlicht.")


class OfferIsDraft(Refusal):
    sentence = _("Dieses Angebot ist schon ein Entwurf.")


class OfferIsArchived(Refusal):
    sentence = _("Dieses Angebot ist schon im Archiv.")


class OfferIsNoDraft(Refusal):
    sentence = _("Nur ein Entwurf kann in die Prüfung. Nehmen Sie das Angebot zuerst zurück.")
