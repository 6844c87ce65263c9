"""The register of many organs: the newest first, read from an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["-arrived_on", "-id"], name="application_arrived"),
        ),
    ]
