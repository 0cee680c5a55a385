"""Addresses of the catalogue: German, short, stable."""

from django.urls import path

from offers.views import areas, calendars, feedback, lists, offers, printing, providers, shortlist, topics

app_name = "offers"
urlpatterns = [
    path("angebote/", lists.offer_list, name="list"),
    path("angebote/broschuere.pdf", printing.list_brochure, name="list_brochure"),
    path("angebote/<slug:slug>/", offers.offer_detail, name="detail"),
    path("angebote/<slug:slug>/druck.pdf", printing.offer_print, name="print"),
    path("angebote/<slug:slug>/termine.ics", calendars.offer_calendar, name="calendar"),
    path("angebote/<slug:slug>/fehler-melden/", feedback.report, name="report_error"),
    path("a/<int:number>/", offers.offer_short, name="short"),
    path("hilfe-fehlt/", feedback.missing_help, name="missing_help"),
    path("stadtteile/", areas.area_list, name="districts"),
    path("stadtteile/<slug:slug>/", areas.area_detail, name="district"),
    path("stadtteile/<slug:slug>/aushang/<str:month>.pdf", printing.area_notice, name="notice"),
    path("stadtteile/<slug:slug>/termine.ics", calendars.area_calendar, name="district_calendar"),
    path("themen/", topics.topic_list, name="topics"),
    path("themen/<slug:slug>/", topics.topic_detail, name="topic"),
    path("anbieter/<slug:slug>/", providers.provider_detail, name="provider"),
    path("merkzettel/broschuere.pdf", printing.shortlist_brochure, name="shortlist_brochure"),
    path("merkzettel/", shortlist.shortlist, name="shortlist"),
]
