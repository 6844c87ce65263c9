"""The register at a hundred thousand rows: pages and counts are read from indexes alone."""

from django.db import migrations, models

LISTED = (
    "stage",
    "answer",
    "channel",
    "subject",
    "year",
    "due_on",
    "received_on",
    "applicant_kind",
    "handler",
)
WORDS = ("title", "document_number", "tracking_number")


def _added(name: str, *fields: str) -> migrations.AddIndex:
    return migrations.AddIndex("application", models.Index(fields=[*fields], name=name))


class Migration(migrations.Migration):
    dependencies = [("applications", "0002_deflection")]

    operations = [
        migrations.RemoveIndex("application", "application_organ_arrived"),
        _added("application_organ_arrived", "organ", "-arrived_on", "-id", *LISTED),
        _added("application_arrived", "-arrived_on", "-id", "organ", *LISTED),
        _added("application_words", "organ", "-arrived_on", "-id", *WORDS),
    ]
