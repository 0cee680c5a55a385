"""Fewer than 30 answers are never ranked (methods.md section 3)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("needs", "0004_numbers_fixed"),
    ]

    operations = [
        # No rank may come from fewer, whichever version a wave opened with.
        migrations.RunSQL(
            "UPDATE needs_thresholds SET ranked_answers = 30 WHERE ranked_answers < 30", migrations.RunSQL.noop
        ),
        migrations.AddConstraint(
            model_name="thresholds",
            constraint=models.CheckConstraint(
                condition=models.Q(("ranked_answers__gte", 30)),
                name="thresholds_rank_enough_answers",
                violation_error_message="Für eine Rangfolge sind mindestens 30 Antworten nötig.",
            ),
        ),
    ]
