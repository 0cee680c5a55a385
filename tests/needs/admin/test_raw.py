"""Single forms: read by one role, for a reason, each reading noted."""

import pytest
from django.contrib import admin
from django.db.models import ProtectedError
from django.urls import reverse

from needs.admin.desk import NeedsAdmin
from needs.models import Answer, Contribution, Option, Question, RawReading, Source, Submission
from offers.models import Topic
from tests.factories import NOW, make_offer
from tests.needs_factories import make_wave
from tests.reading import text
from tests.submissions import make_submission

pytestmark = pytest.mark.django_db
LIST = reverse("admin:needs_submission_changelist")


@pytest.fixture
def analyst(signed_in):
    return signed_in("Auswertung")


def page(submission):
    return reverse("admin:needs_submission_change", args=[submission.pk])


def give_reason(client, reason="Bericht"):
    return client.post(LIST, {"reason": reason})


def readings():
    return list(RawReading.objects.order_by("pk").values_list("what", "wave__name", "reason", "read_at", "read_by"))


def test_the_list_asks_for_a_reason_first(client, analyst):
    make_submission(make_wave(), roles=["council"])
    response = client.get(LIST)
    assert ("Wofür lesen Sie?" in text(response.content.decode()), "Seniorenbeirat" in response.content.decode()) == (
        True,
        False,
    )
    assert "Schreiben Sie, wofür Sie die Texte lesen." in give_reason(client, "").content.decode()
    assert readings() == []
    assert give_reason(client).url == LIST
    assert "Seniorenbeirat" in client.get(LIST).content.decode()
    assert readings() == [("Liste der Bögen, Seite 1", None, "Bericht", NOW, analyst.pk)]


def test_a_form_is_read_with_its_answers_and_noted(client, analyst):
    wave = make_wave(name="Aufruf", is_example=True)
    submission = make_submission(
        wave,
        answers={"beratung": {"opinion": ["missing"], "reasons": ["too_far"]}},
        others={"missing_most": [Topic.objects.get(slug="einkaufen")]},
        no_district="county",
    )
    Contribution.objects.create(
        source=Source.FORM,
        text="Frau Maier hat Gicht.",
        received_in="2026-11-01",
        submission=submission,
        question=Question.objects.get(key="remark"),
    )
    assert client.get(page(submission)).url == LIST
    give_reason(client)
    content = client.get(page(submission)).content.decode()
    shown = text(content.split('id="content-main"', 1)[1])
    assert f"Beispiel: Bogen {str(submission.pk)[:8]}" in shown
    for line in (
        "Beratung: Wie ist das für Sie? Da fehlt mir etwas",
        "Beratung: Woran liegt es? Zu weit weg",
        "Was fehlt am meisten? Einkaufen",
        "Gemeinde im Landkreis",
        "Monat: November 2026",
        f"B-{Contribution.objects.get().pk}",
    ):
        assert line in shown
    # Free text is read on its own page, which notes that.
    assert "Maier" not in content
    assert readings() == [(f"Bogen {str(submission.pk)[:8]}", "Aufruf", "Bericht", NOW, analyst.pk)]


@pytest.mark.parametrize("role", ["Planung", "Seniorenbeirat", "Erfassung", "Betrieb", "Organisation", "Redaktion"])
def test_no_other_role_reads_single_forms(client, signed_in, role):
    submission = make_submission(make_wave())
    signed_in(role)
    answers = [client.get(LIST), give_reason(client), client.get(page(submission))]
    assert ([response.status_code for response in answers], readings()) == ([403] * 3, [])


def test_nobody_changes_adds_deletes_or_takes_rows_away(client, signed_in):
    signed_in("Auswertung", is_superuser=True)
    submission = make_submission(make_wave())
    give_reason(client)
    assert client.post(page(submission), {"age_band": "85_up"}).status_code == 403
    assert client.get(reverse("admin:needs_submission_add")).status_code == 403
    assert client.get(reverse("admin:needs_submission_delete", args=[submission.pk])).status_code == 403
    response = client.get(LIST)
    assert response.context["cl"].model_admin.get_actions(response.wsgi_request) == {}
    assert Submission.objects.get() == submission


def test_a_form_that_is_gone_leads_back(client, analyst):
    submission = make_submission(make_wave())
    address = page(submission)
    submission.delete()
    assert client.get(address).url == reverse("admin:index")


def test_the_list_has_no_order_but_chance(client, analyst):
    wave = make_wave()
    forms = [make_submission(wave) for _number in range(5)]
    give_reason(client)
    listed = [row.pk for row in client.get(LIST, {"o": "3"}).context["cl"].result_list]
    assert listed == sorted(form.pk for form in forms)
    model_admin = admin.site.get_model_admin(Submission)
    assert (model_admin.ordering, model_admin.sortable_by, model_admin.search_fields) == (("pk",), (), ())


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(client, analyst, number, django_assert_num_queries):
    wave = make_wave()
    for _number in range(number):
        make_submission(wave, no_district="county")
    give_reason(client)
    client.get(LIST)
    with django_assert_num_queries(9):
        client.get(LIST)


def test_readings_are_listed_and_stay_as_they_are(client, analyst):
    make_submission(make_wave())
    give_reason(client, "Antwort an den Stadtrat")
    client.get(LIST)
    address = reverse("admin:needs_rawreading_changelist")
    assert "Antwort an den Stadtrat" in client.get(address).content.decode()
    reading = RawReading.objects.get()
    assert client.post(reverse("admin:needs_rawreading_change", args=[reading.pk]), {}).status_code == 403


def test_the_note_says_what_the_list_was_narrowed_to(client, analyst):
    wave = make_wave()
    paper = make_submission(wave, channel="paper")
    make_submission(wave, channel="phone")
    give_reason(client)
    narrowed = {"wave__id__exact": wave.pk, "channel__exact": "paper", "is_flagged__exact": "0"}
    assert list(client.get(LIST, narrowed).context["cl"].result_list) == [paper]
    assert [what for what, *_others in readings()] == [
        f"Liste der Bögen, Seite 1, Befragung {wave.pk}, Weg paper, auffällig 0"
    ]
    assert client.get(LIST, dict.fromkeys(narrowed, "9" * 500) | {"p": "9" * 500}).status_code == 302


@pytest.mark.parametrize(
    ("model", "lookups"),
    [
        ("submission", ["area__id__exact", "age_band", "code_digest__startswith", "answers__option__key"]),
        ("rawreading", ["wave__submissions", "reason__startswith"]),
        ("wave", ["submissions", "submissions__age_band", "letters__is_used", "readings__reason__startswith"]),
        ("batch", ["submissions__isnull", "submissions__age_band", "open_sheets__data__has_key", "sheets__lt"]),
        ("contribution", ["text__icontains", "submission__age_band", "code__isnull"]),
        ("theme", ["contributions__text__icontains"]),
        ("question", ["option__meaning", "questionnaire__waves__submissions__age_band"]),
        ("questionnaire", ["waves__submissions__age_band"]),
        ("planningarea", ["areas__slug"]),
        ("thresholds", ["wave__submissions__age_band"]),
    ],
)
def test_no_list_can_be_asked_by_its_address_what_hangs_on_its_rows(client, signed_in, model, lookups):
    signed_in(is_superuser=True)
    give_reason(client)
    address = reverse(f"admin:needs_{model}_changelist")
    # Refused whether it would be found or not, or be no lookup at all.
    assert [client.get(address, {lookup: "1"}).status_code for lookup in lookups] == [400] * len(lookups)


def test_every_list_of_the_form_is_closed_but_for_its_filters():
    closed = [one for model, one in admin.site._registry.items() if model._meta.app_label == "needs"]
    assert [type(one).__name__ for one in closed if not isinstance(one, NeedsAdmin)] == []


def test_an_offer_that_was_answered_about_stays():
    offer = make_offer()
    submission = make_submission(make_wave())
    question = Question.objects.get(key="remark")
    Answer.objects.create(
        submission=submission, question=question, offer=offer, option=Option.objects.filter(key="fine").first()
    )
    with pytest.raises(ProtectedError):
        offer.delete()
