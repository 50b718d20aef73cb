from django.db import migrations, models


class Migration(migrations.Migration):
    """Who has an article open; unlogged, since it is true for less than a minute."""

    dependencies = [("annotations", "0014_waiting")]

    operations = [
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "article_id",
                        "user_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("article_id", models.BigIntegerField()),
                ("user_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(
            "ALTER TABLE annotations_presence SET UNLOGGED",
            "ALTER TABLE annotations_presence SET LOGGED",
        ),
    ]
