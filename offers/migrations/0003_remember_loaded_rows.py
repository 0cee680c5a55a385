from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("offers", "0002_count_catalogue_versions")]

    operations = [
        migrations.CreateModel(
            name="LoadedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("table", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=120)),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.AddConstraint(
            model_name="loadedrow",
            constraint=models.UniqueConstraint(fields=("table", "key"), name="loaded_row_stands_once"),
        ),
    ]
