"""Addresses of the pages that belong to no single app."""

from django.urls import path

from portal import views
from portal.home import home

app_name = "portal"
urlpatterns = [
    path("", home, name="home"),
    path("health/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    *(
        path(address, views.text_page, {"template": name}, name=name)
        for address, name in (
            ("hilfe/", "hilfe"),
            ("leichte-sprache/", "leichte_sprache"),
            ("gebaerdensprache/", "gebaerdensprache"),
            ("en/", "english"),
            ("barrierefreiheit/", "barrierefreiheit"),
            ("barriere-melden/", "barriere_melden"),
            ("datenschutz/", "datenschutz"),
            ("impressum/", "impressum"),
        )
    ),
]
