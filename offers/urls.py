"""Addresses of the catalogue: German, short, stable."""

from django.urls import path

from offers.views import areas, feedback, lists, offers, providers, shortlist, topics

app_name = "offers"
urlpatterns = [
    path("angebote/", lists.offer_list, name="list"),
    path("angebote/<slug:slug>/", offers.offer_detail, name="detail"),
    path("angebote/<slug:slug>/fehler-melden/", feedback.report, name="report_error"),
    path("a/<int:number>/", offers.offer_short, name="short"),
    path("hilfe-fehlt/", feedback.missing_help, name="missing_help"),
    path("stadtteile/", areas.area_list, name="districts"),
    path("stadtteile/<slug:slug>/", areas.area_detail, name="district"),
    path("themen/", topics.topic_list, name="topics"),
    path("themen/<slug:slug>/", topics.topic_detail, name="topic"),
    path("anbieter/<slug:slug>/", providers.provider_detail, name="provider"),
    path("merkzettel/", shortlist.shortlist, name="shortlist"),
]
