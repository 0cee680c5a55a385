"""A running portal for the browser, with a small city that is taken away afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from unittest.mock import patch

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection
from django.test import override_settings
from django.test.testcases import LiveServerThread

from offers.models import CatalogueVersion
from tests.catalogue import make_small_city
from tests.concept_pages import make_planned
from tests.drafts import make_registering
from tests.factories import NOW, make_emergency_number
from tests.minutes_factories import make_minutes_to_show
from tests.needs_pages import make_filling
from tests.overlap_pairs import make_replies
from tests.votes import make_voting

HOST = "localhost"


@contextmanager
def serve_small_city() -> Iterator[SimpleNamespace]:
    """The rows are committed, so that the server's threads see them; other tests find the tables empty again.

    `parts` are what the addresses of pages are filled with: numbers, keys of drafts, signed addresses.
    """
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    help_line = {"HELP_PHONE": "0631 365-0", "HELP_HOURS": {}}
    with (
        override_settings(STORAGES=storages, WHITENOISE_AUTOREFRESH=True, ALLOWED_HOSTS=[HOST], **help_line),
        patch("django.utils.timezone.now", lambda: NOW),
    ):
        try:
            city = make_small_city(now=NOW)
            make_emergency_number(number="112", name="Feuerwehr und Rettungsdienst")
            offers = [city.helper.pk, city.cafe.pk, city.unchecked.pk]
            parts = {"offers": ",".join(map(str, offers))} | make_registering(place=city.house)
            parts |= make_voting(place=city.house)
            make_minutes_to_show(slug="was-gesagt-wurde", place=city.house)
            parts |= make_filling(provider=city.office)
            parts |= make_replies()
            parts["theme"] = make_planned(is_example=True).theme.number
            with running() as address:
                yield SimpleNamespace(address=address, offers=offers, parts=parts)
        finally:
            empty_the_tables()


def empty_the_tables() -> None:
    models = [
        model
        for app in ("offers", "workshops", "needs", "concept")
        for model in apps.get_app_config(app).get_models()
        if model is not CatalogueVersion
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE procrastinate_jobs, {', '.join(model._meta.db_table for model in models)} CASCADE")
    connection.close()


@contextmanager
def running() -> Iterator[str]:
    portal = LiveServerThread(HOST, StaticFilesHandler)
    portal.daemon = True
    portal.start()
    portal.is_ready.wait()
    try:
        if portal.error:
            raise portal.error
        yield f"http://{HOST}:{portal.port}"
    finally:
        portal.terminate()
