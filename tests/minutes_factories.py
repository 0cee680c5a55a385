"""Minutes for tests: plain functions, valid by default, through the actions.

workshop = make_published_minutes(make_content("Viele fahren Bus.", [make_row("Der Bus fehlt.")]))
"""

from itertools import count

from offers.models import Area, Topic
from tests.factories import NOW
from tests.workshop_factories import make_workshop
from workshops.actions.minutes import approve, publish_minutes, save_minutes
from workshops.models import MinutesVersion, StakeholderGroup, State, Workshop

_pages = count(1)


def make_row(text: str = "Abends fährt kein Bus.", *, topic: str = "", area: str = "", group: str = "") -> dict:
    return {"topic": topic, "area": area, "group": group, "text": text}


def make_content(text: str = "Wir haben über Wege gesprochen.", statements=()) -> dict:
    return {"text": text, "statements": list(statements)}


def make_version(workshop: Workshop | None = None, content: dict | None = None, **fields) -> MinutesVersion:
    """Saved on an open page of its own, by nobody that is known."""
    return save_minutes(
        **{
            "workshop_id": (workshop or make_workshop()).pk,
            "content": content or make_content(),
            "based_on": 0,
            "page": f"Seite {next(_pages)}",
            "by": None,
            "now": NOW,
            **fields,
        }
    )


def make_approved_minutes(content: dict | None = None, **workshop) -> Workshop:
    workshop = make_workshop(**{"state": State.HELD, **workshop})
    version = make_version(workshop, content or make_content(statements=[make_row()]))
    approve(workshop_id=workshop.pk, number=version.number, is_checked=True, role="Planung", now=NOW)
    return workshop


def make_published_minutes(content: dict | None = None, **workshop) -> Workshop:
    workshop = make_approved_minutes(content, **workshop)
    publish_minutes(workshop_id=workshop.pk, now=NOW)
    return workshop


def make_minutes_to_show(**workshop) -> Workshop:
    """Published ones with everything that the page can show, about topics and areas that are there."""
    topics, area = Topic.objects.in_order()[:2], Area.objects.leaves().by_name().first()
    rows = [
        make_row("Abends fährt kein Bus.", topic=topics[0].code, area=area.slug, group=StakeholderGroup.OLDER_PEOPLE),
        make_row("Der Weg zum Arzt ist weit.", topic=topics[1].code),
        make_row("Wir möchten uns wieder treffen."),
    ]
    return make_published_minutes(make_content("Wir waren 24 Menschen.\n\nZuerst ging es um Wege.", rows), **workshop)
