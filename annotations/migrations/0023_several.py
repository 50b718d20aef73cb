from django.db import migrations, models


class Migration(migrations.Migration):
    """A merge may be proposed because several had the name."""

    dependencies = [("annotations", "0022_comments")]

    operations = [
        migrations.AlterField(
            model_name="proposedmerge",
            name="reason",
            field=models.CharField(
                choices=[
                    ("name", "the same name"),
                    ("several", "several have this name"),
                    ("alias", "one’s name is the other’s alias"),
                    ("spelling", "another spelling of one name"),
                    ("likeness", "nearly the same name"),
                    ("part", "one name is the end of the other"),
                ],
                max_length=10,
            ),
        ),
    ]
