"""Keep the official figures of age groups."""

from collections.abc import Sequence

from django.db import connection, transaction

from concept.exchange import AgeGroup
from concept.models import AgeCount


@transaction.atomic
def load_age_groups(*, groups: Sequence[AgeGroup], source: str) -> int:
    """The figures of a day replace the former ones of that day; other days stay. Returns how many are kept.

    Loading the same table again changes nothing.
    """
    with connection.cursor() as cursor:
        # Two at once would each put their rows beside the other's.
        cursor.execute("LOCK TABLE concept_agecount IN SHARE ROW EXCLUSIVE MODE")
    AgeCount.objects.filter(as_of__in={group.as_of for group in groups}).delete()
    rows = AgeCount.objects.bulk_create(
        AgeCount(
            area_id=group.area,
            as_of=group.as_of,
            age_from=group.begins,
            age_below=group.below,
            people=group.people,
            source=source,
        )
        for group in groups
    )
    return len(rows)
