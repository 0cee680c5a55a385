"""One Chromium and one small city for all tests of a file; the city is taken away at its end."""

import os

import pytest
from django.db import connections
from playwright.sync_api import sync_playwright

from tests.browser import chromium


@pytest.fixture(scope="module")
def browser():
    # Playwright keeps a loop running in this thread; the tests ask the database beside it, never inside.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
        # Beside a running loop Django keeps connections of its own; left open they would hold the database.
        connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """A running portal with a small city in it, its address and three offers; ten o'clock on a Monday."""
    # Imported here: pytest loads this file before Django is set up.
    from tests.browser.serving import serve_small_city  # noqa: PLC0415

    with django_db_blocker.unblock(), serve_small_city() as served:
        yield served


@pytest.fixture
def page(browser):
    """A page as a person has it: without scripts, because the portal has none."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    context.set_default_timeout(8_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def measuring(browser):
    """A page that takes our own measuring scripts, past the portal's policy that forbids every script."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(8_000)
    yield context.new_page()
    context.close()
