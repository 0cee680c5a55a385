"""The log says when staff noted what a provider answered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("concept", "0005_keep_measures_and_resolutions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="logline",
            name="kind",
            field=models.CharField(
                choices=[
                    ("frozen", "Zahlen festgehalten"),
                    ("published", "veröffentlicht"),
                    ("withdrawn", "zurückgezogen"),
                    ("proposed", "vorgeschlagen"),
                    ("resolved", "beschlossen"),
                    ("reported", "berichtet"),
                    ("dissented", "widersprochen"),
                    ("asked", "gefragt"),
                    ("noted", "Antwort aufgeschrieben"),
                    ("settled", "entschieden"),
                    ("thresholds", "Schwellenwerte geändert"),
                ],
                max_length=12,
                verbose_name="Was",
            ),
        ),
    ]
