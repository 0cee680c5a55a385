"""Numbers that stand fixed, and a table that left: two marks instead of one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("needs", "0003_count_catalogue_versions"),
        ("workshops", "0003_needs_codes"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="wave",
            name="wave_that_gave_out_results_is_closed",
        ),
        migrations.AddField(
            model_name="wave",
            name="numbers_fixed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Zahlen festgehalten am"),
        ),
        # Until now one mark said both.
        migrations.RunSQL("UPDATE needs_wave SET numbers_fixed_at = exported_at", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="wave",
            constraint=models.CheckConstraint(
                condition=models.Q(("numbers_fixed_at__isnull", True), ("state", "closed"), _connector="OR"),
                name="wave_with_fixed_numbers_is_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="wave",
            constraint=models.CheckConstraint(
                condition=models.Q(("exported_at__isnull", True), ("numbers_fixed_at__isnull", False), _connector="OR"),
                name="wave_that_gave_out_results_has_fixed_numbers",
            ),
        ),
    ]
