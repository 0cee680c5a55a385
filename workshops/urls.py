"""Addresses of the workshops: German, short, stable; the page for a code in English too, for the needs form."""

from django.urls import path

from workshops.views import codes, registering, voting, workshops

app_name = "workshops"
REGISTER = "mitmachen/<slug:slug>/anmelden/"
DRAFT = f"{REGISTER}<slug:key>/"
OPENED = "code/<str:signed>/"
urlpatterns = [
    path("mitmachen/", workshops.workshop_list, name="list"),
    path("mitmachen/<slug:slug>/", workshops.workshop_detail, name="detail"),
    path("mitmachen/<slug:slug>/protokoll.pdf", workshops.workshop_minutes, name="minutes"),
    path(REGISTER, registering.start, name="register"),
    path(f"{DRAFT}personen/", registering.people, name="register_personen"),
    path(f"{DRAFT}erreichen/", registering.contact, name="register_erreichen"),
    path(f"{DRAFT}hilfe/", registering.needed_help, name="register_hilfe"),
    path(f"{DRAFT}pruefen/", registering.check, name="register_pruefen"),
    path(f"{DRAFT}fertig/", registering.done, name="register_fertig"),
    path(f"{DRAFT}loeschen/", registering.forget, name="register_loeschen"),
    path("code/", codes.code, name="code"),
    path("en/code/", codes.code, name="code_en"),
    path(OPENED, codes.registration, name="code_registration"),
    path(f"{OPENED}personen/", codes.change_people, name="code_personen"),
    path(f"{OPENED}erreichen/", codes.change_contact, name="code_erreichen"),
    path(f"{OPENED}hilfe/", codes.change_help, name="code_hilfe"),
    path(f"{OPENED}bestaetigen/", codes.confirm_seat, name="code_confirm"),
    path(f"{OPENED}absagen/", codes.cancel_seat, name="code_cancel"),
    path(f"{OPENED}anmeldung.pdf", codes.ticket_pdf, name="code_ticket"),
    path(f"{OPENED}werkstatt.ics", codes.calendar_file, name="code_calendar"),
    path("abstimmen/<str:signed>/", voting.vote, name="vote"),
]
