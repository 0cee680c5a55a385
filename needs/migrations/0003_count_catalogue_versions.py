"""Home page, "Mitmachen" and the blank form show the open call while it runs: they are made anew when it changes."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER count_version
AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF state, frame, is_example, closes_on ON needs_wave
FOR EACH STATEMENT EXECUTE FUNCTION offers_count_version();
"""
BACKWARD = "DROP TRIGGER count_version ON needs_wave;"


class Migration(migrations.Migration):
    dependencies = [
        ("needs", "0002_freeze_questionnaires"),
        ("offers", "0002_count_catalogue_versions"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
