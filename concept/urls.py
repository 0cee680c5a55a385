"""Addresses of "Was die Stadt plant"."""

app_name = "concept"
urlpatterns = []
