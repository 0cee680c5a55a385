"""Chapters at the desk: written by planners, put into order, and looked at as a draft."""

import fcntl

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import ensure_roles
from concept.models import Chapter
from needs.admin.desk import address_of as page
from tests.concept_documents import whole_release
from tests.concept_factories import make_finding, make_release
from tests.factories import make_topic_group, make_user
from tests.needs_desk import messages
from tests.printed import text as printed
from tests.reading import text, words
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
LIST = "admin:concept_chapter_changelist"


@pytest.fixture(autouse=True)
def _planner(client):
    ensure_roles()
    sign_in(client, make_user(groups=["Planung"]))


def titles():
    return [str(chapter) for chapter in Chapter.objects.in_order()]


def address(release, name):
    return reverse(f"admin:concept_chapter_{name}", args=[release.pk])


def test_the_usual_chapters_are_made_by_a_button(client):
    ensure = reverse("admin:concept_chapter_ensure")
    assert client.get(ensure).status_code == 405
    assert messages(client.post(ensure)) == ["16 Kapitel sind neu."]
    assert messages(client.post(ensure))[-1] == "Alle üblichen Kapitel sind schon da."
    said = text(client.get(reverse(LIST)).content.decode())
    assert "Dieses Kapitel ist noch nicht geschrieben." in said
    assert "Es ist kein Stand in Arbeit. Legen Sie einen Stand an, dann sehen Sie hier den Entwurf." in said


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(client, count):
    for number in range(count):
        Chapter.objects.create(title=f"Kapitel {number}", position=number + 1)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(LIST))
    assert len([each for each in queries if "concept_" in each["sql"]]) == 3


def test_a_text_is_written_below_its_hint(client):
    client.post(reverse("admin:concept_chapter_ensure"))
    chapter = Chapter.objects.get(key="foreword")
    said = text(client.get(page(chapter)).content.decode())
    assert "Ein Wort der Stadtspitze: warum es dieses Konzept gibt" in said
    after = Chapter.objects.get(key="summary").pk
    typed = {"number": "1", "title": "Grußwort", "text": "Guten Tag.", "after": after}
    assert client.post(page(chapter), typed).status_code == 302
    chapter.refresh_from_db()
    assert (chapter.title, chapter.text, chapter.kind) == ("Grußwort", "Guten Tag.", "text")
    assert titles()[:2] == ["1.1 Kurzfassung", "1 Grußwort"]
    # Without another place the order stays.
    assert client.post(page(chapter), typed | {"text": "Guten Tag!"}).status_code == 302
    assert titles()[:2] == ["1.1 Kurzfassung", "1 Grußwort"]
    assert client.post(page(chapter), typed | {"after": ""}).status_code == 302
    assert titles()[:2] == ["1 Grußwort", "1.1 Kurzfassung"]


def test_a_chapter_of_their_own_is_put_at_its_place(client):
    first = Chapter.objects.create(title="A", position=1)
    Chapter.objects.create(title="B", position=2)
    group = make_topic_group(plain_name="Wohnen")
    add = reverse("admin:concept_chapter_add")
    typed = {"number": "", "title": "Wohnen", "kind": "part_of_life", "after": first.pk, "text": ""}
    refused = client.post(add, typed)
    assert "Wählen Sie den Lebensbereich des Kapitels." in text(refused.content.decode())
    assert client.post(add, typed | {"topic_group": group.pk}).status_code == 302
    assert titles() == ["A", "Wohnen", "B"]
    # A Lebensbereich has a goal.
    assert 'name="goal"' in client.get(page(Chapter.objects.get(title="Wohnen"))).content.decode()
    assert 'name="goal"' not in client.get(page(first)).content.decode()


def test_missing_words_are_asked_for(client):
    refused = client.post(reverse("admin:concept_chapter_add"), {"kind": "text"})
    assert "Füllen Sie dieses Feld aus." in text(refused.content.decode())


def test_the_draft_is_looked_at_as_page_and_on_paper(client, settings):
    release = whole_release(parts=1, number=2)
    make_finding(sentence="Es fehlen Bänke.", topic_group=release.findings.get().topic_group)
    listed = client.get(reverse(LIST)).content.decode()
    assert address(release, "preview") in listed
    assert address(release, "preview_pdf") in listed
    response = client.get(address(release, "preview"))
    said = words(response)
    assert "Entwurf : Das ist noch nicht veröffentlicht und kann sich ändern." in said.replace("Entwurf:", "Entwurf :")
    assert "Es fehlen Bänke." in said
    assert "noch nicht veröffentlicht" in said
    assert f"/konzept/stand/{release.number}/" not in response.content.decode()
    paper = client.get(address(release, "preview_pdf"))
    assert paper.headers["Content-Disposition"] == 'inline; filename="entwurf-stand-2.pdf"'
    assert "Entwurf zu Stand 2" in printed(paper.content)
    assert not (settings.STATE_DIR / "releases").exists()


def test_a_busy_printer_leads_back_with_a_sentence(client, settings):
    release = make_release(state="frozen")
    with (settings.STATE_DIR / "printing.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        response = client.get(address(release, "preview_pdf"))
    assert (response.status_code, response.url) == (302, reverse(LIST))
    assert messages(response) == ["Gerade entsteht ein anderes Heft. Versuchen Sie es in einer Minute noch einmal."]


def test_what_is_published_has_no_draft_any_more(client):
    release = make_release(state="published")
    assert client.get(address(release, "preview")).status_code == 404
    assert client.get(address(release, "preview_pdf")).status_code == 404


def test_who_may_only_read_sees_texts_and_draft_without_buttons(client):
    chapter = Chapter.objects.create(title="A", text="Guten Tag.", position=1)
    release = make_release(state="frozen")
    sign_in(client, make_user(groups=["Seniorenbeirat"]))
    assert "Guten Tag." in client.get(page(chapter)).content.decode()
    assert "Fehlende übliche Kapitel anlegen" not in client.get(reverse(LIST)).content.decode()
    assert client.get(address(release, "preview")).status_code == 200
    assert client.post(reverse("admin:concept_chapter_ensure")).status_code == 403
