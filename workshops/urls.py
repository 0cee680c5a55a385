"""Addresses of the workshops: German, short, stable."""

from django.urls import path

from workshops.views import workshops

app_name = "workshops"
urlpatterns = [
    path("mitmachen/", workshops.workshop_list, name="list"),
    path("mitmachen/<slug:slug>/", workshops.workshop_detail, name="detail"),
]
