from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("basket", "0001_initial")]
    operations = [migrations.AddField("line", "saved_at", models.DateTimeField(null=True))]
