"""The concept on paper, read as a person or a screen reader does."""

import fcntl
import re

import pytest
from pypdf.generic import Destination

from concept.document import assemble
from concept.models import Chapter
from concept.printing import draft_pdf, kept_pdf
from offers.models import TopicGroup
from offers.printing import PrinterIsBusy
from tests.concept_documents import whole_release
from tests.concept_factories import make_release, publish_straight
from tests.factories import NOW
from tests.printed import fonts, read, tags, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city(settings):
    settings.TRIAL = False
    settings.CITY_NAME = "Musterstadt"
    settings.PORTAL_ADDRESS = "https://hilfe.example"


def published(**fields):
    release = whole_release(**fields)
    return publish_straight(release, document=assemble(release))


def bookmarks(content):
    """The outline as a tree of titles and pages."""

    def walk(entries):
        for entry in entries:
            if isinstance(entry, Destination):
                yield entry.title, reader.get_destination_page_number(entry) + 1
            else:
                yield list(walk(entry))

    reader = read(content)
    return list(walk(reader.outline))


def test_a_released_concept_is_tagged_german_and_has_a_title_an_outline_and_one_font():
    content = kept_pdf(published(parts=1, number=2))
    reader = read(content)
    assert reader.metadata.title == "Seniorenpolitisches Konzept: Musterstadt"
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()
    assert reader.trailer["/Root"]["/Lang"] == "de-DE"
    assert fonts(content) == {"SourceSansPro-Regular", "SourceSansPro-Bold"}
    found = tags(content)
    assert {"/Title", "/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/TOC", "/L", "/Caption"} <= set(found)


def test_contents_name_each_chapter_with_its_page():
    content = kept_pdf(published(parts=1, number=2))
    reader = read(content)
    contents = re.sub(r"\s+", " ", reader.pages[0].extract_text())
    titles = dict(each for each in bookmarks(content) if isinstance(each, tuple))
    assert list(titles)[1:4] == ["1 Vorwort", "2 Auftrag, Rechtsgrundlagen, Leitlinien", "3 Methodik und Beteiligung"]
    for title, page in titles.items():
        assert re.search(rf"{re.escape(title)} [. ]*{page}\b", contents), title
        assert title in re.sub(r"\s+", " ", reader.pages[page - 1].extract_text())


def test_paper_says_what_the_document_says():
    release = published(parts=1, number=2)
    said = text(kept_pdf(release))
    finding = release.findings.get()
    for words in (
        "Stand 2 vom 23. November 2026",
        "Das ist der erste Stand. Es gibt noch nichts zu vergleichen.",
        "Dieses Kapitel ist noch nicht geschrieben.",
        f"{finding.reference}: Im Planungsraum 1 fehlt Hilfe beim Einkaufen 1.",
        f"Etwa 45 % sagen: Da fehlt mir etwas. (Befragung; {finding.reference}, Stand 2)",
        f"hilfe.example/f/{finding.year}-{finding.number}/",
        "Abweichende Stimme: Seniorenbeirat, 1. Oktober 2026 Wir sehen das anders.",
        "Abweichende Stimme: Seniorenbeirat, 2. Oktober 2026 Ein Wagen reicht nicht.",
        "45 % (100 und mehr Antworten)",
        f"Zahlen: Stand 2. Befunde dazu: {finding.reference}.",
        "Lebensbereiche und andere Gliederungen",
    ):
        assert words in said, words
    assert "Entwurf" not in said
    assert "Beispiel" not in said
    assert "?" not in said


def test_a_draft_and_an_example_say_so_on_each_page():
    release = whole_release(parts=1, number=2, is_example=True)
    content = draft_pdf(release, assemble(release, is_draft=True), now=NOW)
    for page in read(content).pages:
        assert "Beispiel: Entwurf zu Stand 2, 23. November 2026" in page.extract_text()
    assert "Entwurf: Das ist noch nicht veröffentlicht und kann sich ändern." in text(content)
    assert "Beispiel: Diese Zahlen und Sätze sind erfunden." in text(content)


def test_a_document_of_nothing_is_a_page():
    assert "Stand 3 vom 23. November 2026" in text(kept_pdf(make_release(state="published", number=3)))


def test_what_was_printed_stays_whatever_becomes_of_the_rows(settings):
    release = published(parts=1)
    first = kept_pdf(release)
    Chapter.objects.update(title="Anders", text="Ganz anders.")
    TopicGroup.objects.update(plain_name="Anders")
    assert kept_pdf(release) == first
    # Made again it is the same, to the last byte.
    (kept,) = (settings.STATE_DIR / "releases").iterdir()
    kept.unlink()
    assert kept_pdf(release) == first


def test_a_kept_file_is_read_and_never_taken_for_another_document(settings):
    release = published(parts=1)
    made = kept_pdf(release)
    (kept,) = (settings.STATE_DIR / "releases").iterdir()
    kept.write_bytes(b"kept")
    assert kept_pdf(release) == b"kept"
    release.document = release.document | {"changes": ["Anders."]}
    assert kept_pdf(release) not in (b"kept", made)


def test_a_draft_is_never_kept(settings):
    release = whole_release(parts=1)
    draft_pdf(release, assemble(release, is_draft=True), now=NOW)
    assert not (settings.STATE_DIR / "releases").exists()


def test_long_documents_are_made_one_at_a_time(settings):
    release = published(parts=1)
    with (settings.STATE_DIR / "printing.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(PrinterIsBusy):
            kept_pdf(release)
    assert not list(settings.STATE_DIR.glob("releases/*"))
