"""What rows that nobody opens are called: in errors, logs and the shell; keys only, never a word of anybody."""

import pytest

from concept.actions.log import write_log
from concept.models import FigureCount, LogKind, LogSalt, OverlapReply
from tests.concept_factories import make_cell, make_figure, make_overlap, make_release
from tests.factories import NOW, make_provider, make_topic_group
from tests.needs_factories import make_planning_area

pytestmark = pytest.mark.django_db


def test_numbers_of_a_release_are_called_by_their_keys():
    release, group, area = make_release(), make_topic_group(), make_planning_area()
    assert str(make_cell(release, group)) == f"{release.pk}: {group.pk}/city"
    assert str(make_cell(release, group, area)) == f"{release.pk}: {group.pk}/{area.pk}"
    figure = make_figure(release, group)
    assert str(figure) == f"{release.pk}: 65_up"
    assert str(FigureCount(figure=figure, counts={})) == str(figure.pk)


def test_a_salt_is_called_by_its_line():
    line = write_log(kind=LogKind.FROZEN, subject="Stand 1", role="Planung", content={}, now=NOW)
    assert str(LogSalt.objects.get()) == str(line.pk)


def test_a_reply_is_called_by_its_overlap_and_provider():
    overlap, provider = make_overlap(), make_provider()
    assert str(OverlapReply(overlap=overlap, provider=provider)) == f"{overlap.pk}: {provider.pk}"
