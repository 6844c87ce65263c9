"""Apart from the fields themselves: PostgreSQL alters no table with changed rows in one transaction."""

from typing import Any

from django.db import migrations
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce


def derive(apps: Any, schema_editor: Any) -> None:
    """The new fields from the facts there are, in statements over whole tables."""
    Column, Item, Version = (apps.get_model("disclosure", name) for name in ("Column", "Item", "ItemVersion"))
    newest = Version.objects.filter(item=OuterRef("pk")).order_by("-number").values("pk")[:1]
    Item.objects.update(newest=Subquery(newest))
    column = Column.objects.filter(pk=OuterRef("column"))
    Item.objects.filter(current__isnull=False, withdrawn_at__isnull=True, column__isnull=False).update(
        listed_in=F("column"),
        section=Subquery(column.annotate(top=Coalesce("parent", "pk")).values("top")[:1]),
        part=Subquery(column.values("part")[:1]),
    )
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO disclosure_body (version_id, text) SELECT id, body FROM disclosure_itemversion"
        )
    counted = Item.objects.filter(listed_in=OuterRef("pk")).order_by().values("listed_in")
    Column.objects.update(count=Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0))


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0008_listing")]

    operations = [migrations.RunPython(derive, migrations.RunPython.noop)]
