"""Examples can be tried out and are never taken for real."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.factories import NOW, make_area
from tests.reading import headings, words
from workshops.actions.examples import load_examples
from workshops.models import Standing, Workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


def test_examples_show_every_standing_and_say_what_they_are(client):
    make_area()
    made = load_examples(now=NOW)
    found = Workshop.objects.filter(is_example=True)
    assert {workshop.standing(NOW) for workshop in found} == {
        Standing.OPEN,
        Standing.FULL,
        Standing.CANCELLED,
        Standing.OVER,
    }
    page = client.get("/mitmachen/")
    assert all(title.startswith("Beispiel: ") for title in headings(page, 3))
    assert words(page).count("Beispiel: ") == len(made)
    for workshop in made:
        assert headings(client.get(workshop.get_absolute_url()), 1)[0].startswith("Beispiel: ")


@pytest.mark.parametrize("days", range(7))
def test_examples_lie_on_working_days_at_two(days):
    make_area()
    for workshop in load_examples(now=NOW + timedelta(days=days)):
        begins = timezone.localtime(workshop.starts_at)
        assert (begins.weekday() < 5, begins.hour) == (True, 14)


def test_command_loads_once(capsys):
    with pytest.raises(CommandError, match="Laden Sie zuerst den Katalog"):
        call_command("load_examples")
    make_area()
    call_command("load_examples")
    assert capsys.readouterr().out == "5 Beispiele geladen: /mitmachen/\n"
    with pytest.raises(CommandError, match="schon geladen"):
        call_command("load_examples")
