"""Questionnaires at the desk: listed, begun, renamed, made anew as a version, and who may do what."""

import pytest
from django.urls import reverse

from needs.models import Questionnaire
from tests.browser_forms import typed_form
from tests.factories import NOW
from tests.needs_desk import errors, messages, page, said
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("planner")]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(client, short, rows, django_assert_num_queries):
    for number in range(rows - 1):
        Questionnaire.objects.create(name=f"Noch einer {number}", made_at=NOW)
    with django_assert_num_queries(7):
        response = client.get(reverse("admin:needs_questionnaire_changelist"))
    assert "Kurz 1 Entwurf 2" in text(response.content.decode())


def test_the_list_tells_drafts_from_what_is_frozen(client, frozen):
    shown = text(client.get(reverse("admin:needs_questionnaire_changelist")).content.decode())
    assert "Was fehlt Ihnen? 1 festgeschrieben am 23. November 2026 30" in shown


def test_a_questionnaire_is_begun_with_its_name(client):
    address = reverse("admin:needs_questionnaire_add")
    answer = client.post(address, typed_form(client, address) | {"name": "Im Sommer"})
    made = Questionnaire.objects.get()
    assert answer.url == page(made)
    assert (made.name, made.number, made.made_at, made.frozen_at) == ("Im Sommer", 1, NOW, None)
    assert "Noch keine. Fügen Sie die erste Frage hinzu." in said(client.get(page(made)))


def test_a_name_that_is_taken_leads_to_a_new_version(client, frozen):
    address = reverse("admin:needs_questionnaire_add")
    response = client.post(address, typed_form(client, address) | {"name": frozen.name})
    assert errors(response) == ["Diesen Fragebogen gibt es schon. Legen Sie dort eine neue Fassung an."]


def test_the_page_of_a_draft_shows_questions_conditions_and_gaps(client, short):
    shown = said(client.get(page(short)))
    assert shown.startswith(
        "Vorschau Verlauf Fassung 1: Entwurf. Das fehlt noch, bevor eine Befragung beginnen kann: "
        "Tragen Sie eine Frage nach den Gruppen und eine nach dem Stadtteil ein."
    )
    assert shown.endswith(
        "Fragen Frage hinzufügen 1 Frage 1? mehrere Antworten. Kern. Nach unten "
        "2 Frage 2? eine Antwort. Kern. Gefragt werden: ältere Person. Nach oben"
    )


def test_the_first_questionnaire_has_no_gap(client, draft):
    assert "Das fehlt noch" not in said(client.get(page(draft)))


def test_a_draft_is_renamed(client, short):
    client.post(page(short), typed_form(client, page(short)) | {"name": "Länger"})
    short.refresh_from_db()
    assert (short.name, short.made_at) == ("Länger", NOW)


def test_a_new_version_is_a_button_and_a_draft(client, frozen):
    answer = client.post(page(frozen, "new_version"))
    made = Questionnaire.objects.get(number=2)
    assert answer.url == page(made)
    assert messages(answer) == ["„Was fehlt Ihnen?, Fassung 2“ ist angelegt. Ändern Sie jetzt die Fragen."]
    again = client.post(page(frozen, "new_version"))
    assert messages(again)[-1] == "„Was fehlt Ihnen?, Fassung 1“: Die Fassung 2 ist noch ein Entwurf. Ändern Sie diese."
    assert again.url == page(frozen)
    assert client.get(page(frozen, "new_version")).status_code == 405
    response = client.get(page(made))
    assert "name" not in response.context["adminform"].form.fields
    assert "Neue Fassung anlegen" not in said(response)


def test_several_new_versions_from_the_list(client, frozen):
    address = reverse("admin:needs_questionnaire_changelist")
    answer = client.post(address, {"action": "make_new_versions", "_selected_action": [frozen.pk]})
    assert messages(answer) == ["„Was fehlt Ihnen?, Fassung 2“ ist angelegt. Ändern Sie jetzt die Fragen."]


def test_others_see_no_more_than_their_role_allows(client, signed_in, draft):
    signed_in("Seniorenbeirat", username="beirat")
    for name in ("change", "preview", "new_version"):
        assert client.post(page(draft, name)).status_code == 403
    signed_in("Auswertung", username="auswertung")
    assert client.get(page(draft, "preview")).status_code == 200
    assert client.get(page(draft)).status_code == 200
    assert client.post(page(draft, "new_version")).status_code == 403
    question = draft.questions.first()
    assert client.post(page(question, "move"), {"up": ""}).status_code == 403
    assert client.post(page(question, "condition"), {"always": "1"}).status_code == 403
