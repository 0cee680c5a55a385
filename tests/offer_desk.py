"""Offers at the desk: where their pages are."""

from django.urls import reverse

LIST = "/admin/offers/offer/"


def change(offer):
    return reverse("admin:offers_offer_change", args=[offer.pk])
