"""Room on the pages of quotas for updates in place: many orders count on the same row."""

from django.db import migrations

FORWARD = """
ALTER TABLE campaigns_item SET (fillfactor = 50);
ALTER TABLE campaigns_use SET (fillfactor = 80);
ALTER TABLE campaigns_place SET (fillfactor = 80);
"""

BACK = """
ALTER TABLE campaigns_item RESET (fillfactor);
ALTER TABLE campaigns_use RESET (fillfactor);
ALTER TABLE campaigns_place RESET (fillfactor);
"""


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
