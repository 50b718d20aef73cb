import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What claims and spans may be given besides their label."""

    dependencies = [
        ("annotations", "0020_longer_model_versions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attribute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("yesno", "Yes or no"),
                            ("choice", "One of some options"),
                            ("text", "A short text"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "on",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("options", models.JSONField(default=list)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_retired", models.BooleanField(default=False)),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attributes",
                        to="annotations.scheme",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "key"), name="attribute_key_once_in_scheme"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="attribute_has_a_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["yesno", "choice", "text"])),
                        name="attribute_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "choice"), models.Q(("options", []), _negated=True)),
                            models.Q(models.Q(("kind", "choice"), _negated=True), ("options", [])),
                            _connector="OR",
                        ),
                        name="attribute_has_options_if_a_choice",
                    ),
                ],
            },
        ),
    ]
