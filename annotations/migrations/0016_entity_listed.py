from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotations", "0015_presence")]

    operations = [
        migrations.AddIndex(
            model_name="entity",
            index=models.Index(
                condition=models.Q(("proposed_in", None)),
                fields=["project", "normalised_name", "id"],
                name="entity_listed",
            ),
        ),
    ]
