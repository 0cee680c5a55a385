"""From a statement to a resolution and back, by links alone; counts fit for the public."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from concept.actions.findings import publish_finding, withdraw_finding
from concept.actions.measures import make_measure, propose, report
from concept.actions.resolutions import resolve
from concept.models import Measure, Resolution
from concept.templatetags.concept_boxes import with_trails
from concept.trail import (
    TOO_FEW,
    in_public,
    statements_behind,
    statements_behind_all,
    statements_in_words,
    trail_of,
    trails_of,
)
from needs.models import Contribution, Standing
from tests.concept_factories import make_finding, make_release, make_resolution
from tests.concept_factories import make_measure as measure_row
from tests.factories import NOW
from tests.needs_bundling_factories import make_contribution, make_theme
from tests.reading import text
from workshops.actions.codes import code_in_words

pytestmark = pytest.mark.django_db


def published(theme, **fields):
    draft = make_finding(evidence=[{"kind": "theme", "theme": theme}], **fields)
    release = make_release(state="frozen", is_example=draft.is_example)
    publish_finding(draft, release=release, grade="C", by=None, now=NOW)
    # So that another one can be worked on.
    type(release).objects.filter(pk=release.pk).update(state="published", published_at=NOW, document={})
    return draft


def carried(finding, *, decide=True):
    """With a measure, and a resolution about it."""
    measure = make_measure(
        measure=Measure(
            title="Ein Einkaufsdienst",
            topic_group=finding.topic_group,
            responsible="city",
            responsible_name="Referat Soziales",
            horizon="short",
            indicator="Fahrten",
            is_example=finding.is_example,
        ),
        findings=[finding],
    )
    propose(measure_id=measure.pk, by=None, now=NOW)
    resolution = Resolution(
        organization="Stadtrat",
        name="Maßnahmen 2027",
        decided_on=NOW.date(),
        result="beschlossen",
        source="Niederschrift",
    )
    if decide:
        resolve(resolution=resolution, measures=[measure], by=None, now=NOW)
    return measure, resolution


def coded(count=1, **fields):
    rows = [make_contribution(standing=Standing.THEME, **fields) for _number in range(count)]
    return make_theme("Einkaufen in Betzenberg", *rows), rows


def opened(client, note):
    return client.get(client.post("/code/", {"code": code_in_words(note.code)}).url)


def test_contribution_leads_to_everything_that_followed():
    theme, [note] = coded()
    first, second = published(theme), published(theme)
    measure, resolution = carried(first)
    measure_row(first, state="draft")
    [line] = trail_of(note)
    assert (line.theme, line.findings) == (theme, [first, second])
    assert [finding.public_measures for finding in line.findings] == [[measure], []]
    assert line.findings[0].public_measures[0].public_resolutions == [resolution]


def test_drafts_and_things_of_the_other_kind_are_left_out():
    theme, [note] = coded()
    [invented] = [make_contribution(standing=Standing.THEME, is_example=True)]
    invented.themes.add(theme)
    make_finding(evidence=[{"kind": "theme", "theme": theme}])
    real, example = published(theme), published(theme, is_example=True)
    assert trail_of(note)[0].findings == [real]
    assert trail_of(invented)[0].findings == [example]


def test_merged_theme_leads_on_under_the_one_it_counts_as():
    theme, [note] = coded()
    into, last = make_theme("Alltag"), make_theme("Hilfe")
    theme.merged_into, into.merged_into = into, last
    theme.save()
    into.save()
    note.themes.add(last)
    before, after = published(theme), published(last)
    [line] = trail_of(note)
    assert (line.theme, line.findings) == (last, [before, after])


def test_contribution_without_a_theme_leads_nowhere():
    assert trail_of(make_contribution()) == []


@pytest.mark.parametrize("count", [1, 3])
def test_trails_cost_the_same_for_one_and_many(django_assert_num_queries, count):
    themes = [coded() for _number in range(count)]
    for theme, _rows in themes:
        carried(published(theme))
    notes = list(Contribution.objects.all())
    # What is coded, themes, evidence, findings, measures, resolutions.
    with django_assert_num_queries(6):
        trails = trails_of(notes)
    assert [len(trail) for trail in trails.values()] == [1] * count


def test_statement_is_followed_to_the_resolution_and_back_by_links_alone(client):
    theme, [note, *_others] = coded(12, text="Im Viertel kann ich nichts einkaufen.")
    _measure, resolution = carried(published(theme))
    page = opened(client, note)
    assert "Die Stadt hat etwas dazu beschlossen." in text(page.content.decode())
    address = link_to(page, "D-1: Maßnahmen 2027")
    assert address == resolution.get_absolute_url()
    for step in ("M-001: Ein Einkaufsdienst", "F-2026-", "Einkaufen in Betzenberg"):
        page = client.get(address)
        assert page.status_code == 200
        assert "mindestens 10 Beiträge" in text(page.content.decode()), step
        address = link_to(page, step)
    page = client.get(address)
    assert "mindestens 10 Beiträge" in text(page.content.decode())
    assert "Im Viertel kann ich nichts einkaufen." not in page.content.decode()


def link_to(page, words):
    found = re.findall(r'<a href="([^"]+)"[^>]*>([^<]*)</a>', page.content.decode())
    return next(address for address, said in found if words in said)


def test_page_of_a_code_says_what_was_withdrawn_and_given_up(client):
    theme, [note] = coded()
    first, second = published(theme), published(theme)
    measure, _resolution = carried(second, decide=False)
    withdraw_finding(finding_id=first.pk, reason="Die Zahl war falsch.", by=None, now=NOW)
    report(measure_id=measure.pk, state="rejected", reason="Das darf die Stadt nicht.", by=None, now=NOW)
    said = text(opened(client, note).content.decode())
    assert "Wir verfolgen Ihren Beitrag nicht weiter. Der Grund: Das darf die Stadt nicht." in said
    assert f"{first.reference}: {first.sentence} (zurückgezogen)" in said
    assert "M-001: Ein Einkaufsdienst (geht nicht)" in said


def test_texts_of_a_form_get_their_trails_together():
    (theme, [note]), other = coded(), make_contribution()
    told = with_trails([{"contribution": each, "text": each.text} for each in (note, other)])
    assert [(each["contribution"], [line.theme for line in each["trail"]]) for each in told] == [
        (note, [theme]),
        (other, []),
    ]


def test_english_page_says_what_is_german():
    theme, [note] = coded()
    carried(published(theme))
    with override("en"):
        html = render_to_string("concept/_trail.html", {"trail": trail_of(note)})
    assert re.findall("<dt>(.*?)</dt>", html) == ["Concern", "Finding", "Measure", "Resolution"]
    assert re.findall("<dd(.*?)><a", html) == [' lang="de"'] * 4
    assert html.count('hreflang="de"') == 4


def test_theme_without_a_finding_is_named_and_no_link(client):
    theme, [note] = coded()
    html = opened(client, note).content.decode()
    assert f"T-{theme.number}: Einkaufen in Betzenberg" in html
    assert reverse("concept:theme", args=[theme.number]) not in html


def test_counts_are_told_from_ten_on_in_full_tens():
    assert [in_public(count) for count in (0, 1, 9, 10, 11, 19, 20, 199)] == [*[TOO_FEW] * 3, 10, 10, 10, 20, 190]
    words = [statements_in_words(count) for count in (0, TOO_FEW, 30)]
    assert words == ["keine Beiträge", "weniger als 10 Beiträge", "mindestens 30 Beiträge"]


def test_what_stands_behind_a_thing_is_counted_once():
    theme, rows = coded(15)
    other, others = coded(10)
    for row in rows[:9]:
        row.themes.add(other)
    make_contribution(is_example=True).themes.add(theme)
    finding = make_finding(
        state="published", evidence=[{"kind": "theme", "theme": theme}, {"kind": "theme", "theme": other}]
    )
    without = make_finding(state="published")
    measure, resolution = measure_row(finding, without), None
    resolution = make_resolution(measure)
    assert statements_behind_all([theme, other]) == {theme.pk: 10, other.pk: 10}
    assert statements_behind_all([finding, without]) == {finding.pk: 20, without.pk: 0}
    assert (statements_behind(measure), statements_behind(resolution)) == (20, 20)
    assert (statements_behind(measure_row(without)), statements_behind(make_resolution())) == (0, 0)
    Contribution.objects.filter(pk__in=[row.pk for row in others]).delete()
    # Of the other theme nine are left: they are among those of the first.
    assert statements_behind(finding) == 10


def test_what_is_too_few_for_itself_is_in_no_sum():
    few, enough = [coded(9)[0] for _number in range(3)], coded(12)[0]
    on_few, on_all = (
        make_finding(state="published", evidence=[{"kind": "theme", "theme": theme} for theme in themes])
        for themes in (few, [*few, enough])
    )
    assert statements_behind_all([*few, enough]) == {**dict.fromkeys([each.pk for each in few], TOO_FEW), enough.pk: 10}
    # Thirty-nine together.
    assert statements_behind_all([on_few, on_all]) == {on_few.pk: TOO_FEW, on_all.pk: 10}
    assert statements_behind(make_resolution(measure_row(on_few, on_all))) == 10


def test_drafts_give_no_count_to_what_follows():
    theme, _rows = coded(10)
    draft = make_finding(evidence=[{"kind": "theme", "theme": theme}])
    assert statements_behind(draft) == 10
    assert statements_behind(measure_row(draft)) == 0


def test_nothing_asked_nothing_counted(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert statements_behind_all([]) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_counts_cost_the_same_for_one_and_many(django_assert_num_queries, count):
    findings = [
        make_finding(state="published", evidence=[{"kind": "theme", "theme": coded()[0]}]) for _number in range(count)
    ]
    # Evidence, themes, what is coded.
    with django_assert_num_queries(3):
        statements_behind_all(findings)
