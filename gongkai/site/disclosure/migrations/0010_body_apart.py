from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0009_listing_derived")]

    operations = [migrations.RemoveField("itemversion", "body")]
