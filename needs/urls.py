"""Addresses of the needs form: German, short, stable; the same below `/en/` in English."""

from django.urls import path

from needs.views import filling, finishing, opened, paper

app_name = "needs"
SHEET = "bedarf/<slug:key>/"
OPENED = "bedarf/code/<str:signed>/"
_pages = [
    ("bedarf/", filling.needs_start, "start"),
    ("bedarf/bogen.pdf", paper.sheet_blank, "paper"),
    ("bedarf/werkstatt/<slug:slug>/", filling.workshop_start, "workshop"),
    (OPENED, opened.sheet_opened, "opened"),
    (f"{OPENED}brief/", opened.letter_start, "letter"),
    (f"{OPENED}beitrag/", opened.contribution_detail, "contribution"),
    (f"{OPENED}zurueckziehen/", opened.sheet_withdraw, "withdraw"),
    (f"{SHEET}pruefen/", finishing.sheet_check, "check"),
    (f"{SHEET}fertig/", finishing.sheet_done, "done"),
    (f"{SHEET}pause/", finishing.sheet_pause, "pause"),
    (f"{SHEET}merkblatt.pdf", finishing.sheet_slip, "slip"),
    (f"{SHEET}loeschen/", finishing.sheet_forget, "forget"),
    (f"{SHEET}<slug:page>/", filling.sheet_page, "page"),
]
urlpatterns = [
    *(path(route, view, {"language": "de"}, name=name) for route, view, name in _pages),
    *(path(f"en/{route}", view, {"language": "en"}, name=f"{name}_en") for route, view, name in _pages),
]
