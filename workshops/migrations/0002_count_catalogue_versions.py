"""The home page and the district sheets show when the next workshop is: they are made anew when that changes.

Only the columns people read there, so that a registration doesn't empty the page cache.
"""

from django.db import migrations

COLUMNS = "title, slug, summary, state, starts_at, ends_at, place_id, room, is_example"

FORWARD = f"""
CREATE TRIGGER count_version AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF {COLUMNS} ON workshops_workshop
FOR EACH STATEMENT EXECUTE FUNCTION offers_count_version();
CREATE TRIGGER count_version AFTER INSERT OR DELETE OR TRUNCATE ON workshops_workshop_areas
FOR EACH STATEMENT EXECUTE FUNCTION offers_count_version();
"""
BACKWARD = """
DROP TRIGGER count_version ON workshops_workshop;
DROP TRIGGER count_version ON workshops_workshop_areas;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("workshops", "0001_workshops"),
        ("offers", "0002_count_catalogue_versions"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
