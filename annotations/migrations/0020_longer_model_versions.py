from django.db import migrations, models


class Migration(migrations.Migration):
    """A set that came from elsewhere may have been decided from many learned versions."""

    dependencies = [("annotations", "0019_own_figures")]

    operations = [
        migrations.AlterField(
            model_name="annotationset",
            name="model_version",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AlterField(
            model_name="decisioncount",
            name="model_version",
            field=models.CharField(max_length=500),
        ),
    ]
