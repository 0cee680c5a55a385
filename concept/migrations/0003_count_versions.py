"""Public pages show releases, findings, measures and resolutions: they are made anew when one of these changes."""

from django.db import migrations

TABLES = (
    "release",
    "finding",
    "evidence",
    "dissent",
    "measure",
    "measure_findings",
    "resolution",
    "resolution_measures",
    "statusreport",
    "overlap",
    "officetask",
    "officetask_topics",
    "officeoption",
    "officecriterion",
    "officeargument",
    "officeelsewhere",
)
FORWARD = "".join(
    f"CREATE TRIGGER count_version AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE ON concept_{table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION offers_count_version();\n"
    for table in TABLES
)
BACKWARD = "".join(f"DROP TRIGGER count_version ON concept_{table};\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("concept", "0002_keep_what_was_published"),
        ("offers", "0002_count_catalogue_versions"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
