"""Addresses of the needs form: German, short, stable; the same below `/en/` in English."""

from django.urls import path

from needs.views import filling, finishing, opened, paper

app_name = "needs"
SHEET = "bedarf/<slug:key>/"
OPENED = "bedarf/code/<str:signed>/"
_pages = [
    ("bedarf/", filling.start, "start"),
    ("bedarf/bogen.pdf", paper.blank_form, "paper"),
    ("bedarf/werkstatt/<slug:slug>/", filling.start_at_workshop, "workshop"),
    (OPENED, opened.sheet, "opened"),
    (f"{OPENED}brief/", opened.letter, "letter"),
    (f"{OPENED}beitrag/", opened.contribution, "contribution"),
    (f"{OPENED}zurueckziehen/", opened.withdraw_sheet, "withdraw"),
    (f"{SHEET}pruefen/", finishing.check, "check"),
    (f"{SHEET}fertig/", finishing.done, "done"),
    (f"{SHEET}pause/", finishing.pause, "pause"),
    (f"{SHEET}merkblatt.pdf", finishing.slip, "slip"),
    (f"{SHEET}loeschen/", finishing.forget, "forget"),
    (f"{SHEET}<slug:page>/", filling.page, "page"),
]
urlpatterns = [
    *(path(route, view, {"language": "de"}, name=name) for route, view, name in _pages),
    *(path(f"en/{route}", view, {"language": "en"}, name=f"{name}_en") for route, view, name in _pages),
]
