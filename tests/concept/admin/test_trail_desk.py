"""Findings, measures, resolutions, dissents and the log at the desk."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from accounts.actions import ensure_roles
from concept.actions.findings import make_finding as make
from concept.actions.log import write_log
from concept.models import Dissent, Evidence, Finding, LogLine, LogSalt, Measure, Resolution, StatusReport
from needs.models import Standing
from tests.concept_factories import make_finding, make_measure, make_overlap, make_resolution
from tests.factories import NOW, make_topic, make_topic_group, make_user
from tests.needs_bundling_factories import make_contribution, make_theme
from tests.needs_factories import make_planning_area
from tests.reading import text
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
REASON = "Die Zahl war falsch."


@pytest.fixture
def signed_in(client, stopped_clock):
    ensure_roles()

    def signed_in(*roles, **fields):
        user = make_user(groups=roles, **fields)
        sign_in(client, user)
        return user

    return signed_in


@pytest.fixture
def planner(signed_in):
    return signed_in("Planung")


def page(row, name="change"):
    return reverse(f"admin:concept_{row._meta.model_name}_{name}", args=[row.pk])


def listed(model):
    return reverse(f"admin:concept_{model._meta.model_name}_changelist")


def add(model):
    return reverse(f"admin:concept_{model._meta.model_name}_add")


def said(response):
    return text(unescape(response.content.decode()))


def typed_finding(*evidence, kept=0, **fields):
    """A form with its pieces of evidence, as a browser sends it."""
    rows = {f"evidence-{number}-{name}": value for number, row in enumerate(evidence) for name, value in row.items()}
    management = {"evidence-TOTAL_FORMS": len(evidence), "evidence-INITIAL_FORMS": kept}
    return {"kind": "gap", "sentence": "Es fehlt ein Laden.", "explanation": "", **management, **rows, **fields}


# --- Findings ---


def test_finding_is_written_with_what_it_rests_on(client, planner):
    group, topic, area, theme = make_topic_group(), make_topic(), make_planning_area(), make_theme("Einkaufen")
    form = client.get(f"{add(Finding)}?topic_group={group.pk}&kind=access&planning_areas={area.pk}")
    assert form.context["adminform"].form.initial["planning_areas"] == [str(area.pk)]
    assert "Ein Satz, den die Stadt vertreten kann." in said(form)
    fields = {"topic_group": group.pk, "topics": [topic.pk], "planning_areas": [area.pk]}
    evidence = [{"kind": "theme", "theme": theme.pk}, {"kind": "norm", "text": "§ 71 SGB XII"}]
    made = client.post(add(Finding), typed_finding(*evidence, **fields), follow=True)
    finding = Finding.objects.get()
    assert made.redirect_chain == [(page(finding), 302)]
    assert (str(finding), finding.sentence, finding.created_at) == ("F-2026-001", "Es fehlt ein Laden.", NOW)
    assert [*finding.topics.all(), *finding.planning_areas.all()] == [topic, area]
    assert list(finding.evidence.order_by("pk").values_list("kind", "theme", "text")) == [
        ("theme", theme.pk, ""),
        ("norm", None, "§ 71 SGB XII"),
    ]
    assert "Angelegt als F-2026-001." in said(made)
    assert "Wie es weitergeht Der nächste Stand kann ihn veröffentlichen." in said(made)
    assert "Dahinter stehen weniger als 10 Beiträge" in said(made)


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ([{"kind": "theme"}], "Wählen Sie das Thema, wenn Beiträge der Beleg sind; sonst keines."),
        ([{"kind": "norm"}], "Schreiben Sie, wo das steht."),
        ([{"kind": "stock"}, {"kind": "stock"}], "Zwei Belege sind gleich. Nehmen Sie einen heraus."),
    ],
)
def test_evidence_says_what_is_missing(client, planner, evidence, words):
    refused = client.post(add(Finding), typed_finding(*evidence, topic_group=make_topic_group().pk))
    assert words in said(refused)
    assert not Finding.objects.exists()


def test_sentence_is_asked_for(client, planner):
    refused = client.post(add(Finding), typed_finding(sentence="", topic_group=make_topic_group().pk))
    assert "Füllen Sie dieses Feld aus." in said(refused)


def test_only_confirmed_overlaps_are_evidence(client, planner):
    hint = make_overlap()
    confirmed = make_overlap(state="confirmed", settled_on=NOW.date(), settled_text="Beide sagen ja.")
    html = client.get(add(Finding)).content.decode()
    assert f">{confirmed}</option>" in html
    assert f">{hint}</option>" not in html


def test_finding_from_examples_is_one_and_rests_on_them_only(client, planner):
    real, invented = make_theme("Laden"), make_theme("Bus", is_example=True)
    settled = {"state": "confirmed", "settled_on": NOW.date(), "settled_text": "Beide sagen ja."}
    overlap = make_overlap(**settled, is_example=True)
    for address, theme in ((add(Finding), real), (f"{add(Finding)}?beispiel=ja&belege=felt", invented)):
        answer = client.get(address)
        assert ("Nichts davon hat jemand wirklich gesagt." in said(answer)) == theme.is_example
        for form in answer.context["inline_admin_formsets"][0].formset.forms:
            assert [*form.fields["theme"].queryset] == [theme]
            assert [*form.fields["overlap"].queryset] == ([overlap] if theme.is_example else [])
        fields = typed_finding({"kind": "theme", "theme": theme.pk}, topic_group=make_topic_group().pk)
        done = client.post(address, fields, follow=True)
        finding = Finding.objects.latest("pk")
        assert (finding.is_example, finding.evidence.get().theme) == (theme.is_example, theme)
        assert ("Nichts davon hat jemand wirklich gesagt." in said(done)) == theme.is_example


def test_sentence_is_one_line(client, planner):
    fields = typed_finding(sentence=" Es fehlt\r\nein  Laden. ", topic_group=make_topic_group().pk)
    client.post(add(Finding), fields)
    assert Finding.objects.get().sentence == "Es fehlt ein Laden."


def test_draft_is_changed(client, planner):
    finding = make_finding()
    kept = finding.evidence.get()
    row = {"id": kept.pk, "finding": finding.pk, "kind": "stock", "text": "gezählt"}
    fields = typed_finding(row, kept=1, topic_group=finding.topic_group_id, sentence="Neu gesagt.")
    assert client.post(page(finding), fields).status_code == 302
    finding.refresh_from_db()
    assert (finding.sentence, finding.evidence.get().text) == ("Neu gesagt.", "gezählt")


def test_draft_that_was_published_meanwhile_is_not_overwritten(client, planner):
    finding = make_finding()
    form = client.get(page(finding)).context["adminform"].form
    published = make_finding(state="published")
    Finding.objects.filter(pk=finding.pk).update(state="published", release=published.release)
    late = type(form)({"kind": "gap", "sentence": "Anders.", "topic_group": finding.topic_group_id}, instance=finding)
    assert not late.is_valid()
    assert "inzwischen veröffentlicht" in str(late.non_field_errors())


def test_published_finding_is_read_and_withdrawn(client, planner):
    finding = make_finding(state="published", numbers=[{"text": "45 % sagen: fehlt."}])
    answer = client.get(page(finding))
    assert 'name="_save"' not in answer.content.decode()
    assert "45 % sagen: fehlt." in said(answer)
    assert finding.get_absolute_url() in answer.content.decode()
    assert client.post(page(finding), typed_finding()).status_code == 403
    assert client.post(page(finding, "delete"), {"post": "yes"}).status_code == 403
    assert "Schreiben Sie, warum" in said(client.post(page(finding, "withdraw"), {"reason": ""}))
    done = client.post(page(finding, "withdraw"), {"reason": REASON}, follow=True)
    assert f"Warum zurückgezogen {REASON}" in said(done)
    assert page(finding, "withdraw") not in done.content.decode()
    assert "Wie es weitergeht" not in said(done)
    # The history says that it happened, the page why.
    assert REASON not in said(client.get(page(finding, "history")))
    assert "Zurückgezogen" in said(client.get(page(finding, "history")))


def test_finding_with_a_measure_says_what_to_do_first(client, planner):
    finding = make_finding(state="published")
    measure = make_measure(finding)
    refused = client.post(page(finding, "withdraw"), {"reason": REASON})
    assert f"Auf diesem Befund beruht noch: {measure.reference}." in said(refused)
    assert f"{measure.reference} {measure.title}" in said(client.get(page(finding)))


def test_draft_is_deleted_where_nothing_rests_on_it(client, planner):
    alone, used = make_finding(), make_finding()
    make_measure(used, state="draft")
    assert client.post(page(used, "delete"), {"post": "yes"}).status_code == 403
    client.post(page(alone, "delete"), {"post": "yes"})
    assert Finding.objects.get() == used
    assert Evidence.objects.get().finding == used


def test_topic_taken_out_of_use_leaves_the_page_readable(client, planner):
    topic = make_topic()
    finding = make(
        kind="gap", sentence="Es fehlt etwas.", topic_group=topic.group, topics=[topic], now=NOW, evidence=()
    )
    topic.delete()
    assert client.get(page(finding)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_and_many(client, planner, django_assert_num_queries, count):
    for _number in range(count):
        measure = make_measure(make_finding(state="published"))
        make_resolution(measure)
        Dissent.objects.create(measure=measure, text="Nein.", voted_on=NOW.date())
        write_log(kind="published", subject="F", role="Planung", content={}, now=NOW)
    for model, queries in ((Finding, 8), (Measure, 8), (Resolution, 7), (Dissent, 7), (LogLine, 7)):
        with django_assert_num_queries(queries):
            client.get(listed(model))


def test_lists_answer_only_what_their_filters_ask(client, planner):
    make_finding(is_example=True)
    assert "Beispiel: F-2026-" in said(client.get(listed(Finding)))
    assert client.get(f"{listed(Finding)}?evidence__theme__contributions__area=1").status_code == 400


# --- Measures ---


def typed_measure(*findings, **fields):
    return {
        "title": "Ein Bus",
        "description": "",
        "topic_group": findings[0].topic_group_id if findings else make_topic_group().pk,
        "findings": [finding.pk for finding in findings],
        "responsible": "city",
        "responsible_name": "Referat Soziales",
        "partners": "",
        "horizon": "short",
        "cost_class": "unknown",
        "priority": 2,
        "indicator": "Fahrten",
        **fields,
    }


def test_measure_is_made_from_a_finding_and_proposed(client, planner):
    finding = make_finding(state="published")
    link = f"{add(Measure)}?findings={finding.pk}&amp;topic_group={finding.topic_group_id}"
    assert link in client.get(page(finding)).content.decode()
    form = client.get(unescape(link))
    assert f"{finding.reference}: {finding.sentence} (veröffentlicht)" in said(form)
    assert "Wählen Sie mindestens einen Befund." in said(client.post(add(Measure), typed_measure()))
    made = client.post(add(Measure), typed_measure(finding), follow=True)
    measure = Measure.objects.get()
    assert made.redirect_chain == [(page(measure), 302)]
    assert (str(measure), measure.title, measure.state) == ("M-001", "Ein Bus", "draft")
    assert client.post(page(measure), typed_measure(finding, title="Ein Bürgerbus")).status_code == 302
    assert page(measure, "report") not in made.content.decode()
    assert "ändert sich nicht mehr" in said(client.get(page(measure, "propose")))
    done = client.post(page(measure, "propose"), follow=True)
    measure.refresh_from_db()
    assert (measure.title, measure.state) == ("Ein Bürgerbus", "proposed")
    assert page(measure, "propose") not in done.content.decode()
    assert client.post(page(measure), typed_measure(finding)).status_code == 403
    assert "Diese Maßnahme ist schon vorgeschlagen." in said(client.post(page(measure, "propose")))
    assert StatusReport.objects.get().by == planner


def test_measure_is_made_from_findings_as_real_as_itself_that_still_hold(client, planner):
    real, draft, withdrawn = (make_finding(state=state) for state in ("published", "draft", "withdrawn"))
    example = make_finding(is_example=True)

    def offered(address):
        return {*client.get(address).context["adminform"].form.fields["findings"].queryset}

    assert offered(add(Measure)) == {real, draft, example}
    assert offered(page(make_measure(example, state="draft", is_example=True))) == {example}
    assert offered(page(make_measure(real, state="draft"))) == {real, draft}
    assert withdrawn not in offered(add(Measure))
    mixed = client.post(add(Measure), typed_measure(real, example))
    assert f"Beispiele und Echtes bleiben getrennt. Nehmen Sie heraus: {example.reference}." in said(mixed)
    client.post(add(Measure), typed_measure(real))
    assert not Measure.objects.latest("pk").is_example
    done = client.post(add(Measure), typed_measure(example), follow=True)
    assert Measure.objects.latest("pk").is_example
    assert "Nichts davon hat jemand wirklich gesagt." in said(done)


def test_measure_waits_for_its_findings(client, planner):
    finding = make_finding()
    measure = make_measure(finding, state="draft")
    refused = client.post(page(measure, "propose"))
    assert f"Diese Befunde sind nicht veröffentlicht: {finding.reference}." in said(refused)


def test_draft_that_was_proposed_meanwhile_is_not_overwritten(client, planner):
    measure = make_measure(state="draft")
    form = client.get(page(measure)).context["adminform"].form
    Measure.objects.update(state="proposed")
    late = type(form)(typed_measure(measure.findings.get()), instance=measure)
    assert not late.is_valid()
    assert "inzwischen vorgeschlagen" in str(late.non_field_errors())


def test_what_became_of_a_measure_is_reported(client, planner):
    measure = make_measure()
    form = said(client.get(page(measure, "report")))
    assert "Stand: vorgeschlagen." in form
    assert "umgesetzt" not in form.replace("wird umgesetzt", "")
    assert "Wählen Sie den Stand." in said(client.post(page(measure, "report"), {"text": "Nichts."}))
    refused = client.post(page(measure, "report"), {"state": "rejected"})
    assert "Schreiben Sie, warum es nicht geht. Alle lesen das." in said(refused)
    done = client.post(page(measure, "report"), {"state": "rejected", "reason": "Kein Geld."}, follow=True)
    assert "geht nicht Kein Geld." in said(done)


def test_draft_of_a_measure_is_deleted_others_stay(client, planner):
    draft, proposed = make_measure(state="draft"), make_measure()
    assert client.post(page(proposed, "delete"), {"post": "yes"}).status_code == 403
    assert client.post(page(draft, "delete"), {"post": "yes"}).status_code == 302
    assert Measure.objects.get() == proposed


# --- Resolutions ---


def test_resolution_is_entered_with_what_it_decides(client, planner):
    measure, _draft = make_measure(title="Ein Bus"), make_measure(state="draft", title="Entwurf")
    form = said(client.get(add(Resolution)))
    assert f"{measure.reference}: Ein Bus" in form
    assert ": Entwurf" not in form
    typed = {
        "organization": "Stadtrat",
        "name": "Maßnahmen 2027",
        "decided_on": "2026-11-20",
        "result": "einstimmig beschlossen",
        "measures": [measure.pk],
        "is_adopted": "on",
    }
    refused = client.post(add(Resolution), typed)
    assert "Tragen Sie die Adresse des Beschlusses oder seine Quelle ein." in said(refused)
    later = client.post(add(Resolution), typed | {"source": "Niederschrift", "decided_on": "2027-11-20"})
    assert "Dieser Tag kommt erst noch. Prüfen Sie das Datum." in said(later)
    done = client.post(add(Resolution), typed | {"source": "Niederschrift"}, follow=True)
    made, measure = Resolution.objects.get(), Measure.objects.get(pk=measure.pk)
    assert (str(made), made.decided_on, list(made.measures.all())) == ("D-1", date(2026, 11, 20), [measure])
    assert measure.state == "resolved"
    assert "Eingetragen als D-1." in said(done)
    assert "D-1: Maßnahmen 2027" in said(client.get(page(measure)))
    # Only where it can be looked up changes later.
    web = "https://ris.example.org/1"
    client.post(page(made), {"web": web, "source": "Niederschrift", "result": "abgelehnt"})
    made.refresh_from_db()
    assert (made.web, made.result) == (web, "einstimmig beschlossen")


def test_resolution_about_examples_is_one(client, planner):
    real, invented = make_measure(title="Ein Bus"), make_measure(title="Erfunden", is_example=True)
    typed = {"organization": "Stadtrat", "name": "Bus", "decided_on": "2026-11-20", "result": "beschlossen"}
    typed |= {"source": "Niederschrift", "is_adopted": "on"}
    mixed = client.post(add(Resolution), typed | {"measures": [real.pk, invented.pk]})
    assert f"Nehmen Sie heraus: {invented.reference}." in said(mixed)
    client.post(add(Resolution), typed | {"measures": [invented.pk]})
    client.post(add(Resolution), typed | {"measures": [real.pk]})
    client.post(add(Resolution), typed)
    examples = Resolution.objects.order_by("number").values_list("is_example", flat=True)
    assert [*examples] == [True, False, False]


def test_numbers_of_a_resolution_are_filled_in_once(client, planner):
    made = make_resolution(reference="", agenda_item_number="")
    for reference in ("0123/2026", "0999/2026"):
        typed = {"source": "Niederschrift", "reference": reference, "agenda_item_number": ""}
        assert client.post(page(made), typed).status_code == 302
        made.refresh_from_db()
        assert (made.reference, made.agenda_item_number) == ("0123/2026", "")
    for words in ("Der Rat beschließt den Rufbus.", "Der Rat lehnt ab."):
        typed = {"source": "Niederschrift", "agenda_item_number": "7", "resolution_text": words}
        client.post(page(made), typed)
    made.refresh_from_db()
    assert (made.reference, made.agenda_item_number) == ("0123/2026", "7")
    assert made.resolution_text == "Der Rat beschließt den Rufbus."


def test_resolution_that_says_no_ends_a_measure(client, planner):
    measure = make_measure()
    typed = {"organization": "Stadtrat", "name": "Bus", "decided_on": "2026-11-20", "result": "abgelehnt"}
    client.post(add(Resolution), typed | {"source": "Niederschrift", "measures": [measure.pk]})
    measure.refresh_from_db()
    assert (measure.state, StatusReport.objects.get().reason) == ("rejected", "D-1, Stadtrat: abgelehnt")


# --- Dissents ---


def test_seniorenbeirat_adds_dissents_and_nothing_else(client, signed_in):
    signed_in("Seniorenbeirat")
    finding, measure = make_finding(), make_measure()
    assert client.get(page(finding)).status_code == 200
    for address in (add(Finding), add(Measure), add(Resolution), page(measure, "report"), page(finding, "withdraw")):
        assert client.get(address).status_code == 403, address
    link = f"{add(Dissent)}?finding={finding.pk}"
    assert link in client.get(page(finding)).content.decode()
    form = client.get(link)
    assert f'<option value="{finding.pk}" selected>' in form.content.decode()
    typed = {"text": "Es fehlt mehr.", "voted_on": "2026-11-20"}
    assert "Wählen Sie einen Befund oder eine Maßnahme." in said(client.post(add(Dissent), typed))
    assert "Wählen Sie den Tag der Abstimmung." in said(client.post(add(Dissent), typed | {"voted_on": ""}))
    later = client.post(add(Dissent), typed | {"finding": finding.pk, "voted_on": "2027-11-20"})
    assert "Dieser Tag kommt erst noch. Prüfen Sie das Datum." in said(later)
    done = client.post(add(Dissent), typed | {"finding": finding.pk}, follow=True)
    vote = Dissent.objects.get()
    assert (vote.finding, vote.body, vote.text) == (finding, "Seniorenbeirat", "Es fehlt mehr.")
    assert done.redirect_chain == [(page(vote), 302)]
    assert client.post(page(vote), typed).status_code == 403
    assert client.post(page(vote, "delete"), {"post": "yes"}).status_code == 403
    assert "Es fehlt mehr." in said(client.get(page(finding)))


def test_planner_adds_no_dissents(client, planner):
    assert client.get(add(Dissent)).status_code == 403


def test_words_that_were_voted_on_stay(client, planner):
    finding, measure = make_finding(), make_measure(state="draft")
    for about in ({"finding": finding}, {"measure": measure}):
        Dissent.objects.create(**about, text="Nein.", voted_on=NOW.date())
    assert 'name="sentence"' not in client.get(page(finding)).content.decode()
    answer = client.get(page(measure)).content.decode()
    assert 'name="title"' not in answer
    assert 'name="indicator"' in answer
    assert client.post(page(measure), typed_measure(measure.findings.get(), title="Anders")).status_code == 302
    measure.refresh_from_db()
    assert measure.title == "Ein Einkaufsdienst für Betzenberg"


# --- Log ---


@pytest.fixture
def line():
    return write_log(kind="published", subject="F-2026-001", role="Planung", content={"sentence": "A"}, now=NOW)


def test_log_is_read_and_checked(client, planner, line):
    answer = client.get(listed(LogLine))
    assert "F-2026-001" in said(answer)
    assert reverse("concept:trail_jsonld") in answer.content.decode()
    check = reverse("admin:concept_logline_check")
    assert f"1 Einträge, die Kette hält. Bei 0 ist der Inhalt gelöscht. Ende der Kette: {line.chain}" in said(
        client.get(check)
    )
    assert "Am Ende des Nachweises fehlen Einträge." in said(client.post(check, {"known": "f" * 64}))
    assert "die Kette hält" in said(client.post(check, {"known": f" {line.chain} "}))
    assert client.get(page(line)).status_code == 200
    assert client.get(page(line, "forget")).status_code == 403
    assert client.post(page(line), {}).status_code == 403
    assert client.get(add(LogLine)).status_code == 403
    LogSalt.objects.update(content={"sentence": "B"})
    assert "Diese Einträge stimmen nicht: 1." in said(client.get(check))


def test_content_is_forgotten_by_who_runs_the_portal(client, signed_in, line):
    signed_in(is_superuser=True)
    assert page(line, "forget") in client.get(page(line)).content.decode()
    assert "Nichts bringt den Inhalt zurück." in said(client.get(page(line, "forget")))
    done = client.post(page(line, "forget"), follow=True)
    assert "Der Inhalt ist gelöscht. Die Kette hält weiter." in said(done)
    assert page(line, "forget") not in done.content.decode()
    assert not LogSalt.objects.exists()
    # A second click does no harm.
    assert client.post(page(line, "forget")).status_code == 302


def test_statements_behind_are_told_roughly(client, planner):
    theme = make_theme(None, *[make_contribution(standing=Standing.THEME) for _number in range(13)])
    finding = make_finding(evidence=[{"kind": "theme", "theme": theme}])
    assert "Dahinter stehen mindestens 10 Beiträge" in said(client.get(page(finding)))
