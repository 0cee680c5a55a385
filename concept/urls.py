"""Addresses of "Was die Stadt plant"."""

from django.urls import path

from concept.views import (
    findings,
    matching,
    measures,
    not_followed,
    office,
    overlaps,
    provenance,
    releases,
    replies,
    resolutions,
    start,
    themes,
)

app_name = "concept"
urlpatterns = [
    path("konzept/", start.start, name="start"),
    path("konzept/abgleich/", matching.match, name="match"),
    path("konzept/abgleich/<slug:slug>/", matching.match_district, name="match_district"),
    path("konzept/abgleich/ganze-stadt/<slug:part>/", matching.match_part, name="match_part"),
    path("konzept/abgleich/<slug:slug>/<slug:part>/", matching.match_part, name="match_district_part"),
    path("konzept/befunde/", findings.finding_list, name="findings"),
    path("konzept/befunde/<int:year>-<int:number>/", findings.finding_detail, name="finding"),
    # For paper and the telephone.
    path("f/<int:year>-<int:number>/", findings.finding_short, name="finding_short"),
    path("konzept/massnahmen/", measures.measure_list, name="measures"),
    path("konzept/massnahmen/<int:number>/", measures.measure_detail, name="measure"),
    path("konzept/beschluesse/", resolutions.resolution_list, name="resolutions"),
    path("konzept/beschluesse/<int:number>/", resolutions.resolution_detail, name="resolution"),
    path("konzept/anliegen/<int:number>/", themes.theme_detail, name="theme"),
    path("konzept/nicht-weiterverfolgt/", not_followed.not_followed, name="not_followed"),
    path("konzept/seniorenbuero/", office.office, name="office"),
    path("konzept/ueberschneidungen/", overlaps.overlaps, name="overlaps"),
    path("konzept/staende/", releases.release_archive, name="archive"),
    path("konzept/stand/<int:number>/", releases.release_detail, name="release"),
    path("konzept/stand/<int:number>/einfache-sprache/", releases.release_plain, name="release_plain"),
    path("konzept/stand/<int:number>/konzept.pdf", releases.release_pdf, name="release_pdf"),
    path("konzept/stand/<int:number>/daten.csv", releases.release_data, name="release_data"),
    path("konzept/nachweis.jsonld", provenance.trail_jsonld, name="trail_jsonld"),
    path("konzept/nachweis.csv", provenance.trail_csv, name="trail_csv"),
    # For providers, by a signed link.
    path("konzept/stellungnahme/<str:signed>/", replies.reply, name="reply"),
]
