"""Descriptions lie as they are: packing them costs an import more than the room is worth."""

from django.db import migrations

FORWARD = "ALTER TABLE catalogue_listing ALTER COLUMN descriptions SET STORAGE EXTERNAL"
BACK = "ALTER TABLE catalogue_listing ALTER COLUMN descriptions SET STORAGE EXTENDED"


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
