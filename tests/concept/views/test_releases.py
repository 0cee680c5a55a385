"""Releases for everybody: made of what was published, whatever becomes of the rows."""

import csv
import fcntl
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concept.document import assemble
from concept.models import Chapter
from offers.models import TopicGroup
from tests.concept_documents import whole_release
from tests.concept_factories import make_release, publish_straight
from tests.printed import read
from tests.reading import heading, headings, words

pytestmark = pytest.mark.django_db


def published(**fields):
    release = whole_release(**{"parts": 1, "number": 2} | fields)
    document = assemble(release)
    return publish_straight(release, document=document, changes=document["changes"])


def get(client, path, number=2):
    return client.get(f"/konzept/stand/{number}/{path}")


PATHS = ["", "einfache-sprache/", "konzept.pdf", "daten.csv"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("state", ["draft", "frozen"])
def test_nothing_is_shown_before_it_is_published(client, path, state):
    make_release(state=state, number=2)
    assert get(client, path).status_code == 404


def test_the_page_shows_each_chapter_at_its_anchor(client):
    published()
    response = get(client, "")
    html, said = response.content.decode(), words(response)
    assert heading(response) == "Das Konzept für ältere Menschen"
    assert "Stand 2 vom 23. November 2026" in said
    assert headings(response, 2)[:4] == [
        "Was sich geändert hat",
        "Inhalt",
        "1 Vorwort",
        "2 Auftrag, Rechtsgrundlagen, Leitlinien",
    ]
    assert headings(response, 3)[:2] == ["1.1 Kurzfassung", "1.2 Zusammenfassung in Einfacher Sprache"]
    for pk in Chapter.objects.values_list("pk", flat=True):
        assert f'href="#kapitel-{pk}"' in html
        assert f'<section id="kapitel-{pk}">' in html
    assert html.count("<table") == html.count('aria-labelledby="kapitel-')
    assert "style=" not in html
    assert "Entwurf" not in said
    assert "Leichte Sprache" not in said


def test_findings_measures_and_dissents_stand_together(client):
    finding = published().findings.get()
    response = get(client, "")
    said = words(response)
    assert f'<a href="/f/{finding.year}-{finding.number}/">' in response.content.decode()
    assert f"Etwa 45 % sagen: Da fehlt mir etwas. (Befragung; {finding.reference}, Stand 2)" in said
    assert "Abweichende Stimme: Seniorenbeirat, 1. Oktober 2026 Wir sehen das anders." in said
    assert "Abweichende Stimme: Seniorenbeirat, 2. Oktober 2026 Ein Wagen reicht nicht." in said


def test_bars_are_for_the_eye_and_only_where_a_percentage_is_told(client):
    published()
    html = get(client, "").content.decode()
    # 2 groups and 2 areas with a percentage, and 2 reasons.
    assert html.count("<svg") == 6
    assert html.count("<svg") == html.count('aria-hidden="true" focusable="false"')
    assert '<rect width="45" height="8"' in html
    assert "<text" not in html


def test_what_was_published_stays_whatever_becomes_of_the_rows(client):
    published()
    before = {path: get(client, path).content for path in PATHS}
    Chapter.objects.update(title="Anders", text="Ganz anders.")
    TopicGroup.objects.update(plain_name="Anders")
    assert {path: get(client, path).content for path in PATHS} == before


def test_an_example_says_so_on_every_page(client):
    published(is_example=True)
    for path in ("", "einfache-sprache/"):
        said = words(get(client, path))
        assert "Beispiel: Stand 2 vom 23. November 2026" in said
        assert "Beispiel: Diese Zahlen und Sätze sind erfunden." in said
    rows = list(csv.reader(io.StringIO(get(client, "daten.csv").content.decode("utf-8-sig")), delimiter=";"))
    assert {row[0] for row in rows[1:]} == {"Beispiel: Stand 2"}


def test_the_summary_is_what_people_wrote(client):
    published()
    said = words(get(client, "einfache-sprache/"))
    assert said == (
        "Was die Stadt plant, in Einfacher Sprache Stand 2 vom 23. November 2026 "
        "Die Stadt hat gefragt. Viele haben geantwortet. Das ganze Konzept lesen"
    )


@pytest.mark.parametrize("has_chapter", [True, False])
def test_a_missing_summary_is_missing(client, has_chapter):
    release = whole_release(parts=1, number=2)
    Chapter.objects.filter(key="plain").update(text="")
    if not has_chapter:
        Chapter.objects.filter(key="plain").delete()
    publish_straight(release, document=assemble(release))
    assert "Diese Zusammenfassung ist noch nicht geschrieben." in words(get(client, "einfache-sprache/"))


def test_paper_comes_as_pdf_and_later_where_the_printer_is_busy(client, settings):
    published()
    with (settings.STATE_DIR / "printing.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        response = get(client, "konzept.pdf")
        assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    response = get(client, "konzept.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'inline; filename="konzept-stand-2.pdf"'
    assert len(read(response.content).pages) > 10


def test_all_figures_come_as_a_table_without_formulas(client):
    release = whole_release(parts=1, number=2)
    document = assemble(release)
    document["data"]["rows"].append(["=1+1", "+2", "-3", "@x", "\t5", "45 %", "", "", "", "", ""])
    publish_straight(release, document=document)
    response = get(client, "daten.csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0] == document["data"]["columns"]
    assert rows[1:-1] == document["data"]["rows"][:-1]
    assert rows[-1][:6] == ["'=1+1", "'+2", "'-3", "'@x", "'\t5", "45 %"]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_archive_lists_all_releases_the_newest_first(client, count):
    for number in range(1, count + 1):
        make_release(state="published", number=number, changes=[f"Neu in {number}."])
    make_release(state="frozen", number=9)
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/konzept/staende/")
    assert len(queries) == 1
    stands = [f"Stand {number} vom 23. November 2026" for number in range(count, 0, -1)]
    assert headings(response, 2) == [*stands, *(["Zum Nachprüfen"] if count else [])]
    assert ('href="/konzept/nachweis.csv"' in response.content.decode()) == (count > 0)
    said = words(response)
    assert ("Es gibt noch keinen Stand." in said) == (count == 0)
    assert ("Neu in 1." in said) == (count > 0)


@pytest.mark.parametrize("parts", [1, 3])
def test_a_release_costs_one_query_however_long_it_is(client, parts):
    published(parts=parts, areas=parts)
    with CaptureQueriesContext(connection) as queries:
        get(client, "")
    assert len(queries) == 1
