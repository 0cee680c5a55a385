"""Below the text about the order stands what § 71 SGB XII asks for; the chapter that is there already gets it too."""

from django.db import migrations, models

KEY = "order"


def put_duties_below(apps, schema_editor):
    apps.get_model("concept", "Chapter").objects.filter(key=KEY, kind="text").update(kind="duties")


def take_them_away(apps, schema_editor):
    apps.get_model("concept", "Chapter").objects.filter(kind="duties").update(kind="text")


class Migration(migrations.Migration):
    dependencies = [("concept", "0003_count_versions")]

    operations = [
        migrations.AlterField(
            model_name="chapter",
            name="kind",
            field=models.CharField(
                choices=[
                    ("text", "nur Text"),
                    ("plain", "Zusammenfassung in Einfacher Sprache"),
                    ("duties", "was es nach dem Gesetz überall geben muss"),
                    ("participation", "wer mitgemacht hat"),
                    ("population", "Zahlen der Bevölkerung"),
                    ("part_of_life", "ein Lebensbereich: Bestand, Bedarf, Befunde, Maßnahmen"),
                    ("areas", "Planungsräume"),
                    ("measures", "alle Maßnahmen"),
                    ("not_followed", "was nicht weiterverfolgt wird"),
                    ("annex", "Tabellen"),
                ],
                default="text",
                max_length=20,
                verbose_name="Was darunter steht",
            ),
        ),
        migrations.RunPython(put_duties_below, take_them_away),
    ]
