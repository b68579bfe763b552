"""Room on the pages for counters that change in place."""

from django.db import migrations

FORWARD = "ALTER TABLE catalogue_listing SET (fillfactor = 85)"
BACK = "ALTER TABLE catalogue_listing RESET (fillfactor)"


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
