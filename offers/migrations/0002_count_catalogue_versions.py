"""Count up the catalogue's version at every change of what public pages show.

Triggers, not code: a shell, an import or a later app can't forget them. A row, not a sequence: the new number
becomes visible with the commit. Offers' public numbers start at 1001, so that all have four digits.
"""

from django.db import migrations

TABLES = (
    "absence",
    "area",
    "neighbour",
    "topicgroup",
    "topic",
    "topicword",
    "emergencynumber",
    "provider",
    "provider_areas",
    "succession",
    "place",
    "targetgroup",
    "offer",
    "offer_places",
    "offer_service_areas",
    "offer_target_groups",
    "offerprovider",
    "offertopic",
    "contact",
    "openingtime",
    "closure",
    "slot",
    "reach",
    "reacharea",
    "listing",
)

FORWARD = """
CREATE FUNCTION offers_count_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO offers_catalogueversion (id, number) VALUES (1, 1)
    ON CONFLICT (id) DO UPDATE SET number = offers_catalogueversion.number + 1;
    RETURN NULL;
END $$;
""" + "\n".join(
    f"CREATE TRIGGER count_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON offers_{table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION offers_count_version();"
    for table in TABLES
)

BACKWARD = (
    "\n".join(f"DROP TRIGGER count_version ON offers_{table};" for table in TABLES)
    + "\nDROP FUNCTION offers_count_version();"
)


class Migration(migrations.Migration):
    dependencies = [("offers", "0001_the_catalogue")]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunSQL(
            "SELECT setval(pg_get_serial_sequence('offers_offer', 'id'), 1000)",
            migrations.RunSQL.noop,
        ),
    ]
